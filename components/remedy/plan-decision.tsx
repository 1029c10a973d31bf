"use client";
import { useState } from "react";
import { remedyTitle, stopping } from "@/lib/remediate/model";
import { useKeys } from "../nav/use-keys";
import { useMay } from "../nav/use-shell";
import { useNow } from "../providers/clock";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { formatCountdown } from "../ui/format";
import { Kbd } from "../ui/kbd";
import { Ago } from "../ui/time";
import { AloneNote } from "./alone-note";
import { RejectDialog } from "./reject-dialog";
import { shortHash } from "./remedy-words";
import { useRemedyDeeds } from "./use-remedy-deeds";

type Remedy = ViewOutput<"actions">["remedies"][number];

const over: Partial<Record<Remedy["state"], string>> = {
  rejected: "Rejected",
  expired: "Expired without a decision",
  void: "Withdrawn",
};

/** Yes or no to exactly the plan on screen; what was decided, afterwards. Keys y and n. */
export function PlanDecision({ remedy }: { remedy: Remedy }) {
  const may = useMay("approver", [remedy.plan.service]);
  const deeds = useRemedyDeeds();
  const [rejecting, setRejecting] = useState(false);
  const left = remedy.expiresAt - useNow(1000);
  const pending = remedy.state === "proposed" && left > 0;
  const blocked = stopping(remedy.plan.guardrails)[0];
  const mayApprove = pending && may && !blocked && !deeds.busy && remedy.level !== "hint";
  useKeys({
    y: () => mayApprove && deeds.approve(remedy),
    n: () => pending && may && setRejecting(true),
  });
  if (!pending) {
    const words = over[remedy.state === "proposed" ? "expired" : remedy.state];
    return words ? (
      <Card title="Decided">
        <p className="px-3.5 py-3">
          {words}
          {remedy.decidedBy ? ` by ${remedy.decidedBy}` : ""}
          {remedy.decidedAt === null ? null : (
            <span className="text-muted">
              {" "}
              <Ago at={remedy.decidedAt} />
            </span>
          )}
          {remedy.reason ? <span className="block text-muted">{remedy.reason}</span> : null}
        </p>
      </Card>
    ) : null;
  }
  return (
    <Card title="Decide" aside={`expires in ${formatCountdown(left)}`}>
      <div className="grid gap-2.5 p-3.5">
        <AloneNote remedy={remedy} />
        {/* On a phone the two stand at the foot of the page, under the thumb. */}
        <Button
          variant="primary"
          size="lg"
          aria-keyshortcuts="y"
          disabled={!mayApprove}
          className="max-md:hidden"
          onClick={() => deeds.approve(remedy)}
        >
          Approve plan <span className="font-mono">{shortHash(remedy.planHash)}</span> <Kbd>y</Kbd>
        </Button>
        <Button
          size="lg"
          aria-keyshortcuts="n"
          disabled={!may || deeds.busy}
          className="max-md:hidden"
          onClick={() => setRejecting(true)}
        >
          Reject with reason <Kbd>n</Kbd>
        </Button>
        <p className="text-muted text-sm">
          {!may
            ? "Your role may look; an approver decides."
            : blocked
              ? `A guardrail is in the way. ${blocked.says}`
              : "Bound to this plan. If the target drifts, the approval is void and you are asked again."}
        </p>
      </div>
      <RejectDialog
        open={rejecting}
        onOpenChange={setRejecting}
        title={remedyTitle(remedy.plan)}
        onReject={(reason) => deeds.reject(remedy, reason)}
      />
    </Card>
  );
}
