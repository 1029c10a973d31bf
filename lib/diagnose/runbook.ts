import { z } from "zod";
import { signalOf } from "@/lib/situate/model";
import { checks } from "./checks/index";
import type { Scene } from "./scene";

/** A runbook: when it applies and which checks it runs, with parameters of their own. */
const runbook = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(3),
  /** What it is for, for people */
  says: z.string().default(""),
  when: z
    .strictObject({
      /** Any of these is abnormal; empty: always */
      signals: z.array(z.enum(["errors", "latency", "requests", "other"])).default([]),
      /** Any of these services is a member; empty: any service */
      services: z.array(z.string()).default([]),
      /** Only with a change in the look-back */
      changes: z.boolean().optional(),
    })
    .prefault({}),
  checks: z
    .array(
      z.strictObject({
        check: z.string(),
        params: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .min(1),
});
export type Runbook = z.infer<typeof runbook>;

/**
 * Parses one runbook document. Throws an Error that names the file and what is wrong, also for a check that there is not
 * or parameters that the check refuses.
 */
export function parseRunbook(file: string, document: unknown): Runbook {
  const parsed = runbook.safeParse(document);
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  for (const step of parsed.data.checks) {
    const check = Object.hasOwn(checks, step.check) ? checks[step.check] : undefined;
    if (!check)
      throw new Error(
        `${file}: there is no check ${step.check}; known are ${Object.keys(checks).join(", ")}.`,
      );
    const params = check.params.strict().safeParse(step.params);
    if (!params.success)
      throw new Error(`${file}: ${step.check}: ${z.prettifyError(params.error)}`);
  }
  return parsed.data;
}

function applies({ when }: Runbook, scene: Scene): boolean {
  const signals = new Set(scene.members.map((m) => signalOf(m.metric)));
  return (
    (when.signals.length === 0 || when.signals.some((s) => signals.has(s))) &&
    (when.services.length === 0 ||
      scene.members.some((m) => m.service !== null && when.services.includes(m.service))) &&
    (when.changes === undefined || when.changes === scene.changes.length > 0)
  );
}

/** The checks of all runbooks that apply, each once, with the parameters of the first runbook that names it. */
export function planChecks(
  runbooks: readonly Runbook[],
  scene: Scene,
): { runbook: string; check: string; params: Record<string, unknown> }[] {
  const plan = new Map<
    string,
    { runbook: string; check: string; params: Record<string, unknown> }
  >();
  for (const book of runbooks)
    if (applies(book, scene))
      for (const { check, params } of book.checks)
        if (!plan.has(check)) plan.set(check, { runbook: book.name, check, params });
  return [...plan.values()];
}
