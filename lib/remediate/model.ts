import { z } from "zod";
import { guiltyBar } from "../diagnose/model";

const remedyKinds = [
  "rollback",
  "flag-off",
  "config-revert",
  "restart-instance",
  "roll-forward",
] as const;
export const remedyStates = [
  "proposed",
  "approved",
  "rejected",
  "expired",
  "void",
  "observed",
  "executing",
  "executed",
  "failed",
] as const;
export type RemedyState = (typeof remedyStates)[number];

/** Approval is for exactly this: its hash is what a person signs. */
export const plan = z.object({
  kind: z.enum(remedyKinds),
  /** The guilty change; null when an instance is guilty */
  changeId: z.string().nullable(),
  /** The guilty instance as its suspect is named: service and instance with a space between; null when a change is guilty */
  instance: z.string().nullable().default(null),
  service: z.string(),
  /** Which integration executes it, on what; of a page: who is paged */
  integration: z.string(),
  target: z.string(),
  /** What runs now and what will run after */
  from: z.string(),
  to: z.string(),
  /** What else moves with it */
  ridesAlong: z.array(z.string()),
  /** Database changes that came with it */
  migrations: z.array(z.string()).default([]),
  grade: z.enum(["A", "B", "C"]),
  gradeReasons: z.array(z.string()),
  /** Services that call the target, directly or not */
  blastRadius: z.array(z.string()),
  expectedEffect: z.string(),
  /** What the executor said in a dry run that it would do */
  dryRun: z.array(z.string()).default([]),
  undo: z.string(),
  guardrails: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      says: z.string(),
      /** What it stops: everything, or only acting without a person */
      stops: z.enum(["all", "auto"]).default("all"),
    }),
  ),
});
export type Plan = z.infer<typeof plan>;

/** A suspect that something can be done about. */
export type SuspectRef = { kind: "change" | "instance"; ref: string };

/** The suspect that a plan, or a remedy's row, is about. */
export const suspectOf = (of: { changeId: string | null; instance: string | null }): SuspectRef =>
  of.changeId === null
    ? { kind: "instance", ref: of.instance ?? "" }
    : { kind: "change", ref: of.changeId };
type Named = { kind: string; ref: string };
export const sameSuspect = (a: Named, b: Named): boolean => a.kind === b.kind && a.ref === b.ref;
export type Guardrail = Plan["guardrails"][number];
export type Grade = Plan["grade"];

/** A guardrail's name as it stands in addresses: "few-a-day". */
export const guardrailId = (name: string): string => name.toLowerCase().replaceAll(" ", "-");

/** The guardrails that stop a plan altogether. */
export const stopping = (guardrails: readonly Guardrail[]): Guardrail[] =>
  guardrails.filter((g) => !g.ok && g.stops === "all");

/** The guardrail that says whether we see well enough to act; while it fails no level goes beyond a hint. */
export const ownDetection = "Own detection well";
/** What keeps a plan a hint although more is set or earned; null when nothing does. */
export const brakeIn = ({ guardrails }: Pick<Plan, "guardrails">): string | null =>
  guardrails.find((g) => g.name === ownDetection && !g.ok)?.says ?? null;

/** How far a service's remedies may go: silent record, shown, asked for, after a countdown that can be vetoed, at once. */
export const levels = ["observe", "hint", "ask", "countdown", "auto"] as const;
export const level = z.enum(levels);
export type Level = z.infer<typeof level>;

/** What is set for a service: how far it may go, and whether it must earn that or was granted it. */
const autonomy = z.object({
  level,
  granted: z.boolean(),
  by: z.string(),
  reason: z.string(),
  /** Epoch ms */
  at: z.number(),
});
export type Autonomy = z.infer<typeof autonomy>;

/** By service; `default` holds for those that have nothing of their own. */
export const autonomyPolicy = z.object({
  default: autonomy,
  services: z.record(z.string(), autonomy),
});
export type AutonomyPolicy = z.infer<typeof autonomyPolicy>;

/** What a service may have of its own instead of what holds for all. Times in ms. */
const ownLimits = z
  .object({
    perServiceAndDay: z.number().int().min(1).max(100),
    cooldownMs: z.number().int().min(0).max(86_400_000),
    blastRadius: z.number().int().min(0).max(10_000),
    minTraffic: z.number().min(0).max(1_000_000),
    autoBar: z.number().min(0.5).max(1),
  })
  .partial();

/** Limits that an editor sets. Times in ms. */
export const limits = z.object({
  /** Executed remedies of one service within 24 h */
  perServiceAndDay: z.number().int().min(1).max(100),
  /** Remedies under way at once, over all services */
  atOnce: z.number().int().min(1).max(50),
  /** Services that depend on the target; with more of them a person decides */
  blastRadius: z.number().int().min(0).max(10_000),
  /** Requests per second at the target below which recovery could not be seen, so that a person decides */
  minTraffic: z.number().min(0).max(1_000_000),
  /** How long a countdown can be vetoed */
  vetoMs: z.number().int().min(5_000).max(3_600_000),
  /** Suspects below this score are not acted on without a person */
  autoBar: z.number().min(0.5).max(1),
  /** Grades that need the yes of two different people */
  twoPersons: z.array(z.enum(["A", "B", "C"])),
  /** No remedy runs between these, epoch ms */
  freezes: z
    .array(
      z.object({
        from: z.number(),
        to: z.number(),
        reason: z.string(),
        /** None: it is for all services */
        services: z.array(z.string()).max(200).optional(),
      }),
    )
    .max(200),
  /** By service, what is another limit there */
  services: z.record(z.string(), ownLimits).optional(),
});
export type Limits = z.infer<typeof limits>;

/** Limits as the timeline tells of them. */
export const limitNames: Readonly<Record<string, string>> = {
  perServiceAndDay: "remedies per service and day",
  atOnce: "remedies at once",
  blastRadius: "dependent services at most",
  minTraffic: "requests per second at least",
  cooldownMs: "cooldown in ms",
  vetoMs: "countdown in ms",
  autoBar: "score to act alone",
  twoPersons: "grades that need two people",
  freezes: "freezes",
};

/** The limits as they are for one service; its own cooldown where it has one. */
export function limitsOf(all: Limits, service: string): { limits: Limits; cooldownMs?: number } {
  const { cooldownMs, ...own } = all.services?.[service] ?? {};
  const given = Object.fromEntries(Object.entries(own).filter(([, v]) => v !== undefined));
  return { limits: { ...all, ...given }, ...(cooldownMs === undefined ? {} : { cooldownMs }) };
}
export const usualLimits: Limits = {
  perServiceAndDay: 3,
  atOnce: 2,
  blastRadius: 25,
  minTraffic: 0.2,
  vetoMs: 60_000,
  autoBar: 0.9,
  twoPersons: [],
  freezes: [],
};

/** Who restarts the instances of some services, and under which name they know them. */
const restartRule = z.object({
  /** Names of services, * for any part of a name */
  services: z.array(z.string().trim().min(1).max(120)).min(1).max(100),
  /** Id of an integration that executes */
  integration: z.string().trim().min(1).max(100),
  /** Such as pod:shop/{instance}: {service}, {instance}, and {1}, {2}… for the parts of the instance between dots */
  target: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .regex(/\{(instance|\d)\}/, "must name the instance, as in pod:shop/{instance}"),
});
export const restartRules = z.array(restartRule).max(100);
export type RestartRule = z.infer<typeof restartRule>;

/** What a rejection teaches, and the words in which people say it. */
export const rejectLabels = {
  "not-the-cause": "Not the cause",
  "fixing-forward": "Fixing forward instead",
  "wrong-moment": "Wrong moment",
  "too-risky": "Too risky now",
  other: "Something else",
} as const;
export type RejectLabel = keyof typeof rejectLabels;
export const rejectLabel = z.enum(Object.keys(rejectLabels) as [RejectLabel, ...RejectLabel[]]);

/** The label of a reason that begins with one of the usual words. */
export const labelOfReason = (reason: string): RejectLabel =>
  (Object.keys(rejectLabels) as RejectLabel[]).find((label) =>
    reason.toLowerCase().startsWith(rejectLabels[label].toLowerCase()),
  ) ?? "other";

/** Who has said yes to a plan; some grades need two. */
export const approvals = z.array(
  z.object({ userId: z.string(), name: z.string(), at: z.number(), planHash: z.string() }),
);
export type Approval = z.infer<typeof approvals>[number];

/** How long a proposal may wait for a decision. */
export const approvalMs = 10 * 60_000;

/** A change is worth a proposal from the score on at which diagnosis calls it guilty. */
export const proposeBar = guiltyBar;

/** How many times the odds of the best suspect that points elsewhere the first one's odds must be. */
export const proposeOdds = 2;

/** Detection further behind than this is too late to act on without a person. */
export const lagLimitMs = 60_000;

/** Nothing is proposed or approved on telemetry older than this. */
export const freshMs = 90_000;

/** A version that ran for this long before counts as known to work. */
export const provenMs = 30 * 60_000;

/** How long an executor may take before the remedy counts as failed. */
export const executeMs = 5 * 60_000;

/** What the executor has told so far, as kept with the remedy. */
export const execution = z.object({
  /** Set before the command is sent for the first time, epoch ms; from then on it may have arrived */
  sentAt: z.number().optional(),
  /** When the worker took it up, epoch ms */
  startedAt: z.number().optional(),
  statusUrl: z.string().optional(),
  steps: z.array(z.object({ at: z.number(), says: z.string() })).default([]),
  message: z.string().optional(),
});
export type Execution = z.infer<typeof execution>;

/** What the approval does, as a title: "Roll pricing back to v2.13.4". */
export const remedyTitle = (plan: Pick<Plan, "kind" | "target" | "service" | "to">): string => {
  const name = plan.target.replace(/^(flag|config|pod|instance):/, "");
  if (plan.kind === "rollback") return `Roll ${plan.service} back to ${plan.to}`;
  if (plan.kind === "flag-off") return `Set flag ${name} to ${plan.to}`;
  if (plan.kind === "restart-instance") return `Restart ${name}`;
  if (plan.kind === "roll-forward") return `Page ${name} about ${plan.service}`;
  return `Revert ${name} to ${plan.to}`;
};
