import { freshMs, type Guardrail, type Plan } from "./model";

/** What was done before to the same target, and how it went. */
type PastRemedy = {
  id: string;
  changeId: string;
  service: string;
  state: string;
  /** Epoch ms */
  executedAt: number | null;
};

/** What the guardrails look at, read at one moment. */
export type GuardFacts = {
  now: number;
  killSwitch: { on: boolean; reason: string; by: string };
  /** Why the executor cannot be used, or null */
  executorProblem: string | null;
  /** What the executor says runs now; null when it did not answer */
  current: string | null;
  /** Epoch ms of the newest telemetry, or null when there is none */
  newestDataAt: number | null;
  cooldownMs: number;
  /** Remedies of this change or this service, without the one that is judged */
  past: readonly PastRemedy[];
};

type Judged = Pick<Plan, "changeId" | "service" | "target" | "from">;

const lasting = (ms: number) =>
  ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;

/** Every guardrail's verdict on a plan, in the order in which people read them. */
export function checkGuardrails(plan: Judged, facts: GuardFacts): Guardrail[] {
  const done = facts.past.find((r) => r.changeId === plan.changeId && undone.has(r.state));
  const running = facts.past.find((r) => r.service === plan.service && underWay.has(r.state));
  const lastAt = Math.max(
    ...facts.past
      .filter((r) => r.service === plan.service && r.executedAt !== null)
      .map((r) => r.executedAt ?? 0),
    Number.NEGATIVE_INFINITY,
  );
  const since = facts.now - lastAt;
  const stale = facts.newestDataAt === null || facts.now - facts.newestDataAt > freshMs;
  return [
    verdict(
      "Kill switch off",
      !facts.killSwitch.on,
      "Remedies may run.",
      `Remedies are stopped by ${facts.killSwitch.by}: ${facts.killSwitch.reason}`,
    ),
    verdict(
      "Executor ready",
      facts.executorProblem === null,
      "The executor answers.",
      facts.executorProblem ?? "",
    ),
    verdict(
      "Still the current version",
      facts.current === plan.from,
      `${plan.target} is at ${plan.from}.`,
      facts.current === null
        ? `What ${plan.target} is at is not known.`
        : `${plan.target} is at ${facts.current}, not at ${plan.from}.`,
    ),
    verdict(
      "Not undone before",
      done === undefined,
      "This change has not been undone before.",
      "This change has been undone once already.",
    ),
    verdict(
      "Nothing else under way",
      running === undefined,
      `No other remedy runs on ${plan.service}.`,
      `Another remedy runs on ${plan.service}.`,
    ),
    verdict(
      "Cooldown over",
      since >= facts.cooldownMs,
      `No remedy on ${plan.service} within ${lasting(facts.cooldownMs)}.`,
      `The last remedy on ${plan.service} is less than ${lasting(facts.cooldownMs)} ago.`,
    ),
    verdict(
      "Own data fresh",
      !stale,
      "Telemetry is up to date.",
      `No telemetry for more than ${freshMs / 1000} s: what is seen here may be old.`,
    ),
  ];
}

const undone = new Set(["approved", "executing", "executed"]);
const underWay = new Set(["approved", "executing"]);

const verdict = (name: string, ok: boolean, good: string, bad: string): Guardrail => ({
  name,
  ok,
  says: ok ? good : bad,
});
