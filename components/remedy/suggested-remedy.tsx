"use client";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { remedyTitle, stopping } from "@/lib/remediate/model";
import { useKeys } from "../nav/use-keys";
import { useMay } from "../nav/use-shell";
import { useNow } from "../providers/clock";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip, type ChipTone } from "../ui/chip";
import { formatCountdown } from "../ui/format";
import { Kbd } from "../ui/kbd";
import { Ago } from "../ui/time";
import { AloneNote } from "./alone-note";
import { GradeBadge } from "./grade-badge";
import { GuardrailList } from "./guardrail-list";
import { RejectDialog } from "./reject-dialog";
import { gradeWords, isPage, remedyNoun, ridesAlongWords, shortHash } from "./remedy-words";
import { useRemedyDeeds } from "./use-remedy-deeds";

type Remedy = ViewOutput<"situation">["remedies"][number];

const states: Partial<Record<Remedy["state"], readonly [ChipTone, string]>> = {
  approved: ["accent", "Approved"],
  executing: ["accent", "Running"],
  executed: ["good", "Executed"],
  failed: ["strong", "Failed"],
  rejected: ["outline", "Rejected"],
  expired: ["outline", "Expired"],
  void: ["outline", "Withdrawn"],
};

function Countdown({ remedy }: { remedy: Remedy }) {
  const left = remedy.expiresAt - useNow(1000);
  return (
    <span className="whitespace-nowrap">
      plan <span className="font-mono">{shortHash(remedy.planHash)}</span>
      {left > 0 ? ` · expires in ${formatCountdown(left)}` : " · expired"}
    </span>
  );
}

/** What Sitroom would do about it: the plan in short, its grade and guardrails, yes and no. Keys y and n. */
export function SuggestedRemedy({ remedy }: { remedy: Remedy }) {
  const { plan } = remedy;
  const may = useMay("approver", [remedy.plan.service]);
  const deeds = useRemedyDeeds();
  const [rejecting, setRejecting] = useState(false);
  const expired = remedy.expiresAt <= useNow(1000);
  const blocked = stopping(plan.guardrails)[0];
  const pending = remedy.state === "proposed" && !expired;
  const mayApprove = pending && may && !blocked && !deeds.busy && remedy.level !== "hint";
  useKeys({
    y: () => mayApprove && deeds.approve(remedy),
    n: () => pending && may && setRejecting(true),
  });
  const state = states[expired && remedy.state === "proposed" ? "expired" : remedy.state];
  return (
    <Card
      title={`Suggested ${remedyNoun(plan.kind)}`}
      aside={state ? <Chip tone={state[0]}>{state[1]}</Chip> : <Countdown remedy={remedy} />}
    >
      <div className="grid gap-3 px-3.5 py-3">
        <div className="flex items-center gap-2">
          <span className="min-w-0 truncate font-mono text-muted">{plan.from}</span>
          <ArrowRight size={14} className="shrink-0 text-muted" aria-label="to" />
          <span className="min-w-0 truncate font-medium font-mono">{plan.to}</span>
          <span className="ml-auto flex items-center gap-2 whitespace-nowrap text-sm">
            <GradeBadge grade={plan.grade} />
            {gradeWords[plan.grade]}
          </span>
        </div>
        <dl className="grid grid-cols-[76px_minmax(0,1fr)] gap-x-2.5 gap-y-1 text-sm">
          <dt className="text-muted">{isPage(plan) ? "Pages" : "Runs"}</dt>
          <dd>
            {isPage(plan) ? (
              `${plan.target}, by the message routes of ${plan.service}`
            ) : (
              <>
                {plan.integration} on <span className="font-mono">{plan.target}</span>
              </>
            )}
          </dd>
          <dt className="text-muted">Expect</dt>
          <dd>{plan.expectedEffect}</dd>
          <dt className="text-muted">{isPage(plan) ? "Why" : "Rides along"}</dt>
          <dd>{ridesAlongWords(plan)}</dd>
          <dt className="text-muted">If worse</dt>
          <dd>{plan.undo}</dd>
        </dl>
        {pending ? (
          <div className="border-line border-t pt-3">
            <GuardrailList guardrails={plan.guardrails} />
          </div>
        ) : null}
        {remedy.state === "rejected" || remedy.state === "void" ? (
          <p className="text-muted text-sm">
            {remedy.state === "rejected" ? `${remedy.decidedBy} said no` : "Withdrawn"}
            {remedy.decidedAt === null ? null : (
              <>
                {" "}
                <Ago at={remedy.decidedAt} />
              </>
            )}
            {remedy.reason ? `: ${remedy.reason}` : "."}
          </p>
        ) : null}
        {pending ? <AloneNote remedy={remedy} /> : null}
        {pending ? (
          <div className="grid gap-2">
            {/* On a phone the same two stand at the foot of the page, under the thumb. */}
            <div className="grid grid-cols-[1fr_auto_auto] gap-2 max-md:hidden">
              <Button
                variant="primary"
                size="lg"
                aria-keyshortcuts="y"
                disabled={!mayApprove}
                onClick={() => deeds.approve(remedy)}
              >
                Approve {remedyNoun(plan.kind)} <Kbd>y</Kbd>
              </Button>
              <Button asChild size="lg">
                <Link href={`/actions?id=${remedy.id}`}>Plan</Link>
              </Button>
              <Button
                size="lg"
                aria-keyshortcuts="n"
                disabled={!may || deeds.busy}
                onClick={() => setRejecting(true)}
              >
                Reject <Kbd>n</Kbd>
              </Button>
            </div>
            {may ? null : (
              <p className="text-faint text-sm">Your role may look; an approver decides.</p>
            )}
          </div>
        ) : (
          <Link
            href={`/actions?id=${remedy.id}`}
            className="justify-self-start text-accent text-sm hover:underline"
          >
            See the whole plan
          </Link>
        )}
      </div>
      <RejectDialog
        open={rejecting}
        onOpenChange={setRejecting}
        title={remedyTitle(plan)}
        onReject={(reason) => deeds.reject(remedy, reason)}
      />
    </Card>
  );
}
