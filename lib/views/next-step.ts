import { type Plan, stopping } from "../remediate/model";
import { formatSpan } from "../series/format-span";
import type { Step } from "../situate/model";

/** What happens next with a situation: act = a person must, running = work is under way, blocked, done, quiet. */
export type NextStep = { tone: "act" | "running" | "blocked" | "done" | "quiet"; says: string };

type Facts = {
  step: Step;
  resolution: string | null;
  /** From opened to resolved, ms */
  tookMs: number | null;
  plan: Pick<Plan, "kind" | "guardrails"> | null;
};

const deeds = {
  rollback: "rollback",
  "flag-off": "flag off",
  "config-revert": "revert",
  "restart-instance": "restart",
  "roll-forward": "page",
} as const;

const underWay: Partial<Record<Plan["kind"], string>> = {
  rollback: "Rolling back",
  "restart-instance": "Restarting",
  "roll-forward": "Paging",
};

/** A guardrail's name says what must hold; this says in a word or two what is in the way. */
const obstacles: Readonly<Record<string, string>> = {
  "Kill switch off": "kill switch",
  "Executor ready": "executor",
  "Still the current version": "drift",
  "Not undone before": "undone before",
  "Nothing else under way": "busy",
  "Cooldown over": "cooldown",
  "No freeze": "freeze",
  "Few at once": "too many at once",
  "Few a day": "too many a day",
  "Own data fresh": "stale data",
};

/** What a situation waits for as seen now: an approval that the worker has not taken up yet is no decision any more. */
export const stepNow = (step: Step, remedyState: string | undefined): Step =>
  step === "decide" && (remedyState === "approved" || remedyState === "executing")
    ? "executing"
    : step;

/** The next step in two or three words, as the list and the detail show it. */
export function nextStepOf({ step, resolution, tookMs, plan }: Facts): NextStep {
  switch (step) {
    case "decide":
      return { tone: "act", says: plan ? `Approve ${deeds[plan.kind]}` : "Decide" };
    case "diagnosing":
      return { tone: "running", says: "Diagnosing" };
    case "executing":
      return { tone: "running", says: (plan && underWay[plan.kind]) ?? "Executing" };
    case "verifying":
      return { tone: "running", says: "Verifying" };
    case "blocked": {
      const stop = plan && stopping(plan.guardrails)[0];
      return {
        tone: "blocked",
        says: stop ? `Blocked: ${obstacles[stop.name] ?? stop.name.toLowerCase()}` : "Blocked",
      };
    }
    case "watching":
      return { tone: "quiet", says: "Watching" };
    case "done": {
      const took = tookMs === null ? "" : ` in ${formatSpan(tookMs)}`;
      if (resolution === "recovered") return { tone: "done", says: `Recovered${took}` };
      if (resolution === "cleared") return { tone: "done", says: "Cleared itself" };
      if (resolution === "merged") return { tone: "quiet", says: "Merged" };
      if (resolution === "discarded") return { tone: "quiet", says: "Discarded" };
      if (resolution === "faded") return { tone: "quiet", says: "Faded" };
      return { tone: "quiet", says: "Resolved by hand" };
    }
  }
}
