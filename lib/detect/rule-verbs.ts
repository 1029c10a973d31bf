import { z } from "zod";
import { ExpressionError, parseExpression } from "@/lib/series/expression";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { counts } from "./model";
import { cancelRun, deleteRule, queueRun, readRule, saveRule } from "./rule-store";
import { slug } from "./slug";
import { trainers } from "./trainers";

const id = z.string().min(1).max(100);
const trainer = z.object({
  name: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
});

/** What a rule asks for, as the form and the dry run say it. */
export const ruleWish = z.object({
  title: z.string().trim().min(3, "Give it a title of at least 3 characters.").max(80),
  target: z.string().min(1),
  trainer,
  counts,
  days: z.number().int().min(1).max(28).default(28),
});

/** The wish as a rule that can be planned. Throws Problem "bad-input" with a sentence that says what to change. */
export function ruleFrom(wish: z.infer<typeof ruleWish>) {
  const chosen = trainers[wish.trainer.name];
  if (!chosen)
    throw new Problem(
      "bad-input",
      `There is no trainer "${wish.trainer.name}"; choose one of ${Object.keys(trainers).join(", ")}.`,
    );
  const params = chosen.params.safeParse(wish.trainer.params);
  if (!params.success)
    throw new Problem("bad-input", z.prettifyError(params.error), params.error.issues);
  try {
    parseExpression(wish.target);
  } catch (error) {
    if (error instanceof ExpressionError)
      throw new Problem("bad-input", `Target: ${error.message}.`, { position: error.position });
    throw error;
  }
  return {
    ...wish,
    algorithm: chosen.detector,
    params: {},
    trainer: { name: chosen.name, params: params.data as Record<string, unknown> },
  };
}

export const saveDetectorRule = defineVerb({
  name: "save-detector-rule",
  role: "editor",
  input: ruleWish.extend({
    /** Absent for a new one */
    id: id.optional(),
    follows: z.boolean().default(true),
    trusted: z.boolean().default(false),
  }),
  async run({ tx, actor, now }, { id, follows, trusted, ...wish }) {
    const made = id ?? slug(wish.title);
    const rule = { ...ruleFrom(wish), id: made, follows, trusted, author: actor.name };
    await saveRule(tx, rule, { isNew: id === undefined, now });
    return { id: made, title: wish.title };
  },
  tells: (input, done) => ({
    says: `Bulk rule "${done.title}" ${input.id === undefined ? "written" : "changed"}; detectors change when it is applied.`,
  }),
});

export const applyRule = defineVerb({
  name: "apply-detector-rule",
  role: "editor",
  input: z.object({ id, retrain: z.boolean().default(false) }),
  async run({ tx, actor, now }, { id, retrain }) {
    const rule = await readRule(tx, id);
    const runId = await queueRun(tx, { ruleId: id, by: actor.name, retrain, now });
    return { runId, title: rule.title };
  },
  tells: ({ retrain }, done) => ({
    says: `Bulk rule "${done.title}" is being applied${retrain ? ", everything trained again" : ""}.`,
  }),
});

export const cancelRule = defineVerb({
  name: "cancel-detector-rule",
  role: "editor",
  input: z.object({ runId: z.string() }),
  async run({ tx, now }, { runId }) {
    const rule = await readRule(tx, await cancelRun(tx, runId, now));
    return { title: rule.title };
  },
  tells: (_, done) => ({
    says: `The application of bulk rule "${done.title}" was cancelled; what it had made stays.`,
  }),
});

export const deleteDetectorRule = defineVerb({
  name: "delete-detector-rule",
  role: "editor",
  input: z.object({ id, off: z.boolean() }),
  async run({ tx }, { id, off }) {
    const rule = await readRule(tx, id);
    return { title: rule.title, detectors: await deleteRule(tx, id, off) };
  },
  tells: ({ off }, done) => ({
    says: `Bulk rule "${done.title}" was removed; its ${done.detectors} detectors ${off ? "are off" : "stay"}.`,
  }),
});
