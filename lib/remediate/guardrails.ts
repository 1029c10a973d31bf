import { freshMs, type Guardrail, type Limits, type Plan } from "./model";

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
  limits: Limits;
  /** Why the executor cannot be used, or null */
  executorProblem: string | null;
  /** What the executor says runs now; null when it did not answer */
  current: string | null;
  /** Epoch ms of the newest telemetry, or null when there is none */
  newestDataAt: number | null;
  cooldownMs: number;
  /** Remedies of this change or this service, without the one that is judged */
  past: readonly PastRemedy[];
  /** Other remedies under way now, of any service */
  underWay: number;
  /** Requests per second at the service in the last minutes; null when it reports none */
  traffic: number | null;
};

type Judged = Pick<Plan, "changeId" | "service" | "target" | "from" | "blastRadius" | "grade"> & {
  /** Titles of database changes that came with it */
  migrations: readonly string[];
};

const lasting = (ms: number) =>
  ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
const dayMs = 86_400_000;

/** One rule: what it is called, what it stops, whether it holds, and what it says either way. */
type Rule = [name: string, stops: Guardrail["stops"], ok: boolean, good: string, bad: string];

/** Every guardrail's verdict on a plan, in the order in which people read them. */
export function checkGuardrails(plan: Judged, facts: GuardFacts): Guardrail[] {
  const { now, limits } = facts;
  const done = facts.past.find((r) => r.changeId === plan.changeId && undone.has(r.state));
  const ofService = facts.past.filter((r) => r.service === plan.service);
  const running = ofService.find((r) => underWay.has(r.state));
  const executed = ofService.flatMap((r) => (r.executedAt === null ? [] : [r.executedAt]));
  const since = now - Math.max(...executed, Number.NEGATIVE_INFINITY);
  const today = executed.filter((at) => at > now - dayMs).length;
  const stale = facts.newestDataAt === null || now - facts.newestDataAt > freshMs;
  const freeze = limits.freezes.find((f) => f.from <= now && now < f.to);
  const rules: Rule[] = [
    [
      "Kill switch off",
      "all",
      !facts.killSwitch.on,
      "Remedies may run.",
      `Remedies are stopped by ${facts.killSwitch.by}: ${facts.killSwitch.reason}`,
    ],
    [
      "No freeze",
      "all",
      freeze === undefined,
      "No freeze is in force.",
      `A freeze is in force until ${new Date(freeze?.to ?? 0).toISOString().slice(0, 16).replace("T", " ")} UTC: ${freeze?.reason}`,
    ],
    [
      "Executor ready",
      "all",
      facts.executorProblem === null,
      "The executor answers.",
      facts.executorProblem ?? "",
    ],
    [
      "Still the current version",
      "all",
      facts.current === plan.from,
      `${plan.target} is at ${plan.from}.`,
      facts.current === null
        ? `What ${plan.target} is at is not known.`
        : `${plan.target} is at ${facts.current}, not at ${plan.from}.`,
    ],
    [
      "Not undone before",
      "all",
      done === undefined,
      "This change has not been undone before.",
      "This change has been undone once already.",
    ],
    [
      "Nothing else under way",
      "all",
      running === undefined,
      `No other remedy runs on ${plan.service}.`,
      `Another remedy runs on ${plan.service}.`,
    ],
    [
      "Few at once",
      "all",
      facts.underWay < limits.atOnce,
      `At most ${limits.atOnce} remedies run at once.`,
      `${limits.atOnce} remedies are under way already, and no more may be.`,
    ],
    [
      "Cooldown over",
      "all",
      since >= facts.cooldownMs,
      `No remedy on ${plan.service} within ${lasting(facts.cooldownMs)}.`,
      `The last remedy on ${plan.service} is less than ${lasting(facts.cooldownMs)} ago.`,
    ],
    [
      "Few a day",
      "all",
      today < limits.perServiceAndDay,
      `At most ${limits.perServiceAndDay} remedies on ${plan.service} within a day.`,
      `${plan.service} has had ${today} remedies within a day: something else is wrong there.`,
    ],
    [
      "Own data fresh",
      "all",
      !stale,
      "Telemetry is up to date.",
      `No telemetry for more than ${freshMs / 1000} s: what is seen here may be old.`,
    ],
    [
      "Enough traffic",
      "auto",
      facts.traffic !== null && facts.traffic >= limits.minTraffic,
      "There are requests to see recovery by.",
      facts.traffic === null
        ? `${plan.service} reports no requests: recovery could not be seen.`
        : `${plan.service} has fewer than ${limits.minTraffic} requests a second: recovery could not be seen.`,
    ],
    [
      "Small blast radius",
      "auto",
      plan.blastRadius.length <= limits.blastRadius,
      `${plan.blastRadius.length} services depend on ${plan.service}.`,
      `${plan.blastRadius.length} services depend on ${plan.service}, more than ${limits.blastRadius}: a person decides.`,
    ],
    [
      "No migration with it",
      "auto",
      plan.migrations.length === 0,
      "No database change came with it.",
      `“${plan.migrations[0]}” came with it: a person decides.`,
    ],
    [
      "Safe to undo",
      "auto",
      plan.grade !== "C",
      `Grade ${plan.grade}.`,
      "Grade C: a person decides.",
    ],
  ];
  return rules.map(([name, stops, ok, good, bad]) => ({ name, stops, ok, says: ok ? good : bad }));
}

const undone = new Set(["approved", "executing", "executed"]);
const underWay = new Set(["approved", "executing"]);
