"use client";
import { Timer, UserCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { brakeIn, remedyTitle } from "@/lib/remediate/model";
import { useMay } from "../nav/use-shell";
import { useNow } from "../providers/clock";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { formatCountdown } from "../ui/format";
import { ReasonDialog } from "../ui/reason-dialog";
import { useRemedyDeeds } from "./use-remedy-deeds";

type Remedy = ViewOutput<"situation">["remedies"][number];

/** For a plan that waits: that it runs by itself and can be vetoed, that it may not, or that a second yes is missing. */
export function AloneNote({ remedy }: { remedy: Remedy }) {
  const may = useMay("responder", [remedy.plan.service]);
  const deeds = useRemedyDeeds();
  const [asking, setAsking] = useState(false);
  const left = (remedy.autoAt ?? 0) - useNow(1000);
  if (remedy.autoAt !== null)
    return (
      <div
        role="status"
        className="flex flex-wrap items-center gap-x-2.5 gap-y-2 rounded-md border border-accent bg-accent-soft px-3 py-2"
      >
        <Timer size={15} className="shrink-0 text-accent" aria-hidden="true" />
        <span className="min-w-0 flex-1">
          <span className="font-medium">
            {left > 0 ? `Runs by itself in ${formatCountdown(left)}` : "Running by itself now"}
          </span>
          <span className="block text-muted text-sm">
            {remedy.plan.service} has earned it, or was{" "}
            <Link href="/policy" className="text-accent hover:underline">
              granted it
            </Link>
            .
          </span>
        </span>
        <Button disabled={!may || deeds.busy} onClick={() => setAsking(true)}>
          Veto
        </Button>
        <ReasonDialog
          open={asking}
          onOpenChange={setAsking}
          title="Veto the automatic run"
          says={`${remedyTitle(remedy.plan)}. The plan stays and waits for a person's decision.`}
          common={["I am on it", "Not sure of the cause", "Wrong moment"]}
          keep="Let it run"
          go="Veto"
          onReason={(reason) => deeds.veto(remedy, reason)}
        />
      </div>
    );
  const words = waitingWords(remedy);
  return words ? (
    <p className="flex items-start gap-2 text-muted text-sm">
      <UserCheck size={14} className="mt-0.5 shrink-0" aria-hidden="true" />
      {words}
    </p>
  ) : null;
}

function waitingWords({ firstYes, vetoedBy, level, plan }: Remedy): string | null {
  if (firstYes) return `${firstYes} said yes. Plans of this grade need a second person.`;
  if (vetoedBy) return `${vetoedBy} vetoed the automatic run, so a person decides.`;
  const brake = level === "hint" ? brakeIn(plan) : null;
  if (brake !== null) return `${brake} Until that is over this is a hint only.`;
  if (level === "hint") return `Remedies of ${plan.service} are hints only: do it by hand.`;
  return null;
}
