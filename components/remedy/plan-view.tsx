"use client";
import Link from "next/link";
import { remedyTitle } from "@/lib/remediate/model";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { ExecutionCard } from "./execution-card";
import { GradeBadge } from "./grade-badge";
import { GuardrailList } from "./guardrail-list";
import { PlanDecision } from "./plan-decision";
import { PlanDiff } from "./plan-diff";
import { gradeWords, isPage } from "./remedy-words";
import { type LadderStep, StepLadder } from "./step-ladder";
import { VerificationCard } from "./verification-card";

type Remedy = ViewOutput<"actions">["remedies"][number];

const numbered = (
  steps: readonly { title: string; says?: string; aside: string }[],
): LadderStep[] =>
  steps.map((step, i) => ({ ...step, key: String(i), state: "waiting", mark: String(i + 1) }));

const pageSteps = ({ plan }: Remedy): LadderStep[] =>
  numbered([
    {
      title: `Page ${plan.target} by the message routes of ${plan.service}`,
      says: "With what was found, the likely cause and a link back here. Quiet hours and limits do not hold it back.",
      aside: "once",
    },
    {
      title: "Watch until the services recover or somebody resolves",
      aside: "nothing is executed",
    },
  ]);

const stepsOf = ({ plan }: Remedy): LadderStep[] =>
  numbered([
    { title: `Check that ${plan.target} is still at ${plan.from}`, aside: "void if it moved" },
    {
      title: `Send the signed command to ${plan.integration}`,
      says: `${plan.kind} ${plan.target} ${plan.from} → ${plan.to}`,
      aside: "once, with an idempotency key",
    },
    { title: "Follow it until it reports success", aside: "at most 5 min" },
    { title: "Verify with the detectors that opened the situation", aside: "until a verdict" },
  ]);

const focusOnce = (title: HTMLElement | null) => title?.focus({ preventScroll: true });

/** From here on the execution itself tells its steps. */
const begunStates: ReadonlySet<Remedy["state"]> = new Set([
  "approved",
  "executing",
  "executed",
  "failed",
]);

/** The whole plan of a remedy: what changes, in which steps, what to expect, what guards it; and the decision. */
export function PlanView({
  remedy,
  focusTitle = false,
}: {
  remedy: Remedy;
  /** It has taken the place of what was focused */
  focusTitle?: boolean;
}) {
  const { plan, change } = remedy;
  const begun = begunStates.has(remedy.state);
  const failing = plan.guardrails.filter((g) => !g.ok).length;
  return (
    <section aria-label="Plan" className="mt-6 max-lg:mt-1">
      <h2
        ref={focusTitle ? focusOnce : undefined}
        tabIndex={-1}
        className="font-semibold text-xl tracking-tight outline-none"
      >
        {remedyTitle(plan)}
      </h2>
      <p className="mt-px mb-3.5 text-muted">
        For{" "}
        <Link
          href={`/situations/${remedy.situationId}`}
          className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          S-{remedy.situationId} {remedy.situationTitle}
        </Link>
        {change
          ? `. It ${isPage(plan) ? "is about" : "undoes"} ${change.title}${change.author ? ` by ${change.author}` : ""}`
          : ""}
        {remedy.score === null ? "." : `, suspect with ${remedy.score.toFixed(2)}.`}
      </p>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_372px]">
        <div className="grid min-w-0 gap-4 max-xl:order-2">
          <Card title="What changes" aside={plan.service}>
            <PlanDiff plan={plan} begun={begun} />
          </Card>
          {begun ? (
            <ExecutionCard remedy={remedy} />
          ) : (
            <Card title="Steps, in order" aside={`by ${plan.integration}`}>
              <StepLadder
                label="Steps of the plan"
                steps={(isPage(plan) ? pageSteps : stepsOf)(remedy)}
              />
            </Card>
          )}
          {plan.dryRun.length > 0 ? (
            <Card title="Dry run" aside={`by ${plan.integration}, nothing was changed`}>
              <ul className="grid gap-1 px-3.5 py-3">
                {plan.dryRun.map((says) => (
                  <li key={says} className="break-words">
                    {says}
                  </li>
                ))}
              </ul>
            </Card>
          ) : null}
          <Card title="What to expect">
            <dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-x-3 gap-y-1.5 px-3.5 py-3">
              <dt className="text-muted">Reversibility</dt>
              <dd className="flex flex-wrap items-center gap-2">
                <GradeBadge grade={plan.grade} />
                {gradeWords[plan.grade]}
                {plan.gradeReasons.map((reason) => (
                  <span key={reason} className="basis-full text-muted text-sm">
                    {reason}
                  </span>
                ))}
              </dd>
              <dt className="text-muted">Effect</dt>
              <dd>{plan.expectedEffect}</dd>
              <dt className="text-muted">Touches</dt>
              <dd className="flex flex-wrap gap-1.5">
                {isPage(plan)
                  ? "Nothing in production"
                  : plan.blastRadius.length === 0
                    ? "Nobody else calls it"
                    : plan.blastRadius.map((service) => <Chip key={service}>{service}</Chip>)}
              </dd>
              <dt className="text-muted">If it is worse</dt>
              <dd>{plan.undo}</dd>
              <dt className="text-muted">If no effect</dt>
              <dd>
                {isPage(plan)
                  ? "A page is not verified: the situation goes on until its services recover."
                  : "The suspect is cleared and the next one is looked at."}
              </dd>
            </dl>
          </Card>
        </div>
        <div className="grid gap-4 max-xl:contents">
          <div className="empty:hidden max-xl:order-1">
            <PlanDecision remedy={remedy} />
          </div>
          {remedy.verification ? (
            <div className="max-xl:order-1">
              <VerificationCard remedy={remedy} />
            </div>
          ) : null}
          <Card
            title="Guardrails"
            className="max-xl:order-3"
            aside={
              failing === 0 ? (
                <span>
                  <span className="font-medium text-good">
                    {plan.guardrails.length} of {plan.guardrails.length}
                  </span>{" "}
                  pass
                </span>
              ) : (
                <span className="font-medium text-strong">{failing} in the way</span>
              )
            }
          >
            <div className="px-3.5 py-3">
              <GuardrailList guardrails={plan.guardrails} full />
            </div>
          </Card>
        </div>
      </div>
    </section>
  );
}
