import { z } from "zod";

export const remedyKinds = ["rollback", "flag-off", "config-revert"] as const;
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

/** How long a proposal may wait for a decision. */
export const approvalMs = 15 * 60_000;
