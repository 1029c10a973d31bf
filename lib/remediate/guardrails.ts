import { freshMs, type Guardrail, type Limits, ownDetection, type Plan } from "./model";

/** What was done before to the same target, and how it went. */
type PastRemedy = {
  id: string;
  kind: string;
  changeId: string | null;
  instance: string | null;
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
  /** Remedies of this suspect or this service, without the one that is judged */
  past: readonly PastRemedy[];
  /** Other remedies under way now, of any service */
  underWay: number;
  /** Why our own detection is not to be acted on alone (lib/remediate/own-brake.ts); null when it is well */
  brake: string | null;
  /** Requests per second at the service in the last minutes; null when it reports none */
  traffic: number | null;
};

type Judged = Pick<
  Plan,
  | "kind"
  | "changeId"
  | "instance"
  | "service"
  | "target"
  | "from"
  | "blastRadius"
  | "grade"
  | "migrations"
>;

const lasting = (ms: number) =>
  ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
const dayMs = 86_400_000;

/** One rule that every plan must pass. */
type Rule = {
  name: string;
  /** The limit that it holds, where there is one to set */
  limit?: GuardLimit;
  stops: Guardrail["stops"];
  /** Why it is there */
  why: string;
  /** Whether it is also for what changes nothing in production, such as a page */
  always?: true;
  /** What it says when it holds */
  holds(plan: Judged, facts: GuardFacts): string;
  /** What is in the way; null when it holds */
  problem(plan: Judged, facts: GuardFacts): string | null;
};

/** What people set for a guardrail: a number, or times. */
export type GuardLimit =
  | "perServiceAndDay"
  | "atOnce"
  | "blastRadius"
  | "minTraffic"
  | "cooldownMs"
  | "freezes";

const freezeIn = (service: string, { limits, now }: GuardFacts) =>
  limits.freezes.find(
    (f) => f.from <= now && now < f.to && (!f.services?.length || f.services.includes(service)),
  );
const executedOn = (service: string, { past }: GuardFacts) =>
  past
    .filter((r) => r.service === service && touches(r))
    .flatMap((r) => (r.executedAt === null ? [] : [r.executedAt]));

/** The guardrails in the order in which people read them. */
export const guardrails: readonly Rule[] = [
  {
    name: "Kill switch off",
    stops: "all",
    why: "One switch in the header stops every remedy, also one that was approved but not sent.",
    holds: () => "Remedies may run.",
    problem: (_, { killSwitch: { on, by, reason } }) =>
      on ? `Remedies are stopped by ${by}: ${reason}` : null,
  },
  {
    name: "No freeze",
    limit: "freezes",
    stops: "all",
    why: "During a freeze nothing changes in production, not even back.",
    holds: () => "No freeze is in force.",
    problem: (plan, facts) => {
      const freeze = freezeIn(plan.service, facts);
      if (!freeze) return null;
      const until = new Date(freeze.to).toISOString().slice(0, 16).replace("T", " ");
      return `A freeze is in force until ${until} UTC: ${freeze.reason}`;
    },
  },
  {
    name: "Executor ready",
    stops: "all",
    always: true,
    why: "A plan can be approved only when its executor answers, or somebody is there to be paged.",
    holds: (plan) =>
      touches(plan) ? "The executor answers." : "There is somebody who hears the page.",
    problem: (_, { executorProblem }) => executorProblem,
  },
  {
    name: "Still the current version",
    stops: "all",
    why: "If somebody else has changed the target since, the plan was made for another state.",
    holds: (plan) => `${plan.target} is at ${plan.from}.`,
    problem: (plan, { current }) =>
      current === plan.from
        ? null
        : current === null
          ? `What ${plan.target} is at is not known.`
          : `${plan.target} is at ${current}, not at ${plan.from}.`,
  },
  {
    name: "Not undone before",
    stops: "all",
    always: true,
    why: "Doing the same thing about one cause twice does not make it better.",
    holds: (plan) => words(plan).fresh,
    problem: (plan, { past }) =>
      past.some((r) => sameDeed(plan, r) && undone.has(r.state)) ? words(plan).again : null,
  },
  {
    name: "Nothing else under way",
    stops: "all",
    why: "Two remedies on one service at once cannot be told apart afterwards.",
    holds: (plan) => `No other remedy runs on ${plan.service}.`,
    problem: (plan, { past }) =>
      past.some((r) => r.service === plan.service && touches(r) && underWay.has(r.state))
        ? `Another remedy runs on ${plan.service}.`
        : null,
  },
  {
    name: "Few at once",
    limit: "atOnce",
    stops: "all",
    why: "Many remedies at once on different services are more likely a mistake of ours.",
    holds: (_, { limits }) => `At most ${limits.atOnce} remedies run at once.`,
    problem: (_, { limits, underWay: now }) =>
      now < limits.atOnce
        ? null
        : `${limits.atOnce} remedies are under way already, and no more may be.`,
  },
  {
    name: "Cooldown over",
    limit: "cooldownMs",
    stops: "all",
    why: "A service gets time to settle before it is touched again.",
    holds: (plan, { cooldownMs }) => `No remedy on ${plan.service} within ${lasting(cooldownMs)}.`,
    problem: (plan, facts) =>
      executedOn(plan.service, facts).some((at) => facts.now - at < facts.cooldownMs)
        ? `The last remedy on ${plan.service} is less than ${lasting(facts.cooldownMs)} ago.`
        : null,
  },
  {
    name: "Few a day",
    limit: "perServiceAndDay",
    stops: "all",
    why: "A service that needs remedies again and again has another problem.",
    holds: (plan, { limits }) =>
      `At most ${limits.perServiceAndDay} remedies on ${plan.service} within a day.`,
    problem: (plan, facts) => {
      const today = executedOn(plan.service, facts).filter((at) => at > facts.now - dayMs).length;
      return today < facts.limits.perServiceAndDay
        ? null
        : `${plan.service} has had ${today} remedies within a day: something else is wrong there.`;
    },
  },
  {
    name: "Own data fresh",
    stops: "all",
    always: true,
    why: "What is seen in old telemetry may be over.",
    holds: () => "Telemetry is up to date.",
    problem: (_, { newestDataAt, now }) =>
      newestDataAt === null || now - newestDataAt > freshMs
        ? `No telemetry for more than ${freshMs / 1000} s: what is seen here may be old.`
        : null,
  },
  {
    name: ownDetection,
    stops: "auto",
    always: true,
    why: "Who is late or half blind must not act alone: the service's autonomy falls to a hint until we are well.",
    holds: () => "Our own detection keeps up.",
    problem: (_, { brake }) => brake,
  },
  {
    name: "Enough traffic",
    limit: "minTraffic",
    stops: "auto",
    why: "Without requests nobody can see whether it helped.",
    holds: () => "There are requests to see recovery by.",
    problem: (plan, { traffic, limits }) =>
      traffic === null
        ? `${plan.service} reports no requests: recovery could not be seen.`
        : traffic < limits.minTraffic
          ? `${plan.service} has fewer than ${limits.minTraffic} requests a second: recovery could not be seen.`
          : null,
  },
  {
    name: "Small blast radius",
    limit: "blastRadius",
    stops: "auto",
    why: "The more services depend on the target, the more a mistake costs.",
    holds: (plan) => `${plan.blastRadius.length} services depend on ${plan.service}.`,
    problem: (plan, { limits }) =>
      plan.blastRadius.length <= limits.blastRadius
        ? null
        : `${plan.blastRadius.length} services depend on ${plan.service}, more than ${limits.blastRadius}: a person decides.`,
  },
  {
    name: "No migration with it",
    stops: "auto",
    why: "Old code on a new schema can fail in ways that telemetry shows late.",
    holds: () => "No database change came with it.",
    problem: (plan) =>
      plan.migrations.length === 0
        ? null
        : `“${plan.migrations[0]}” came with it: a person decides.`,
  },
  {
    name: "Safe to undo",
    stops: "auto",
    why: "What cannot be taken back is a person's decision.",
    holds: (plan) => `Grade ${plan.grade}.`,
    problem: (plan) => (plan.grade === "C" ? "Grade C: a person decides." : null),
  },
];

/** Every guardrail's verdict on a plan; of what changes nothing in production only those that matter to it. */
export const checkGuardrails = (plan: Judged, facts: GuardFacts): Guardrail[] =>
  guardrails
    .filter((rule) => rule.always || touches(plan))
    .map((rule) => {
      const problem = rule.problem(plan, facts);
      return {
        name: rule.name,
        stops: rule.stops,
        ok: problem === null,
        says: problem ?? rule.holds(plan, facts),
      };
    });

const undone = new Set(["approved", "executing", "executed"]);
const underWay = new Set(["approved", "executing"]);

/** A page moves nothing, so it neither wears a service out nor is in another remedy's way. */
const touches = ({ kind }: { kind: string }): boolean => kind !== "roll-forward";

const sameDeed = (plan: Judged, past: PastRemedy): boolean =>
  touches(plan) === touches(past) &&
  (plan.changeId === null ? past.instance === plan.instance : past.changeId === plan.changeId);

const words = (plan: Judged): { fresh: string; again: string } => {
  if (!touches(plan))
    return {
      fresh: "Nobody was paged for this change before.",
      again: "Its owner was paged once already.",
    };
  return plan.changeId === null
    ? {
        fresh: "This instance has not been restarted before.",
        again: "This instance has been restarted once already.",
      }
    : {
        fresh: "This change has not been undone before.",
        again: "This change has been undone once already.",
      };
};
