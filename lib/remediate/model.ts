import { z } from "zod";
import { guiltyBar } from "../diagnose/model";

const remedyKinds = ["rollback", "flag-off", "config-revert"] as const;
export const remedyStates = [
  "proposed",
  "approved",
  "rejected",
  "expired",
  "void",
  "executing",
  "executed",
  "failed",
] as const;
export type RemedyState = (typeof remedyStates)[number];

/** Approval is for exactly this: its hash is what a person signs. */
export const plan = z.object({
  kind: z.enum(remedyKinds),
  changeId: z.string(),
  service: z.string(),
  /** Which integration executes it, on what */
  integration: z.string(),
  target: z.string(),
  /** What runs now and what will run after */
  from: z.string(),
  to: z.string(),
  /** What else moves with it */
  ridesAlong: z.array(z.string()),
  grade: z.enum(["A", "B", "C"]),
  gradeReasons: z.array(z.string()),
  /** Services that call the target, directly or not */
  blastRadius: z.array(z.string()),
  expectedEffect: z.string(),
  undo: z.string(),
  guardrails: z.array(z.object({ name: z.string(), ok: z.boolean(), says: z.string() })),
});
export type Plan = z.infer<typeof plan>;
export type Guardrail = Plan["guardrails"][number];
export type Grade = Plan["grade"];

/** How long a proposal may wait for a decision. */
export const approvalMs = 15 * 60_000;

/** A change is worth a proposal from the score on at which diagnosis calls it guilty. */
export const proposeBar = guiltyBar;

/** How many times the odds of the best suspect that points elsewhere the first one's odds must be. */
export const proposeOdds = 2;

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
