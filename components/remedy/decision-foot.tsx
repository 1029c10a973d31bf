"use client";
import { useState } from "react";
import { remedyTitle, stopping } from "@/lib/remediate/model";
import { useMay } from "../nav/use-shell";
import { useNow } from "../providers/clock";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { HoldButton } from "./hold-button";
import { RejectDialog } from "./reject-dialog";
import { holdWords } from "./remedy-words";
import { useRemedyDeeds } from "./use-remedy-deeds";

/** What 03:00 needs on a phone: hold to approve, or reject, always under the thumb. Nothing where there is nothing to decide. */
export function DecisionFoot({
  remedy,
}: {
  remedy: ViewOutput<"situation">["remedies"][number] | undefined;
}) {
  const may = useMay("approver", remedy ? [remedy.plan.service] : []);
  const deeds = useRemedyDeeds();
  const [rejecting, setRejecting] = useState(false);
  const now = useNow(5000);
  if (remedy?.state !== "proposed" || remedy.expiresAt <= now || !may) return null;
  const blocked = stopping(remedy.plan.guardrails).length > 0 || remedy.level === "hint";
  return (
    <div className="sticky bottom-0 z-20 grid grid-cols-[1fr_auto] gap-2 border-line border-t bg-bg px-3.5 pt-3 pb-[max(12px,env(safe-area-inset-bottom))] md:hidden">
      <HoldButton disabled={blocked || deeds.busy} onDone={() => deeds.approve(remedy)}>
        {holdWords(remedy.plan)}
      </HoldButton>
      <Button size="phone" disabled={deeds.busy} onClick={() => setRejecting(true)}>
        Reject
      </Button>
      <RejectDialog
        open={rejecting}
        onOpenChange={setRejecting}
        title={remedyTitle(remedy.plan)}
        onReject={(reason) => deeds.reject(remedy, reason)}
      />
    </div>
  );
}
