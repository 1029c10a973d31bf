import { z } from "zod";
import { announceIn } from "@/lib/db/live";
import { allowsOn } from "@/lib/people/model";
import { servicesOfSituation } from "@/lib/people/scope-store";
import { readSetting, writeSetting } from "@/lib/people/setting-store";
import { Problem } from "@/lib/problem";
import { ExpressionError, parseExpression } from "@/lib/series/expression";
import { defineVerb } from "@/lib/verb";
import {
  judgeCandidate,
  mergeSituations,
  splitSituation,
  undoLabel,
  unlinkAnomalies,
} from "./grouping-store";
import { forget } from "./memory-store";
import { businessSeries, groupingRules, situationName } from "./model";

const id = z.number().int().positive();
const anomalyIds = z.array(z.string().min(1).max(300)).min(1).max(500);
const told = (situationId: number, { says }: { says: string }) => ({ says, situationId });

/** Deeds on grouping are labels: each says what it did, teaches the weights, and can be undone for a day. */
export const mergeVerb = defineVerb({
  name: "merge-situations",
  role: "responder",
  input: z.object({ id, from: z.array(id).min(1).max(50) }),
  on: (tx, input) => servicesOfSituation(tx, input.id),
  run: async (by, input) => {
    // What is taken away from others needs the role there too.
    for (const other of input.from)
      if (!allowsOn(by.actor, "responder", await servicesOfSituation(by.tx, other)))
        throw new Problem("forbidden", `You may not merge ${situationName(other)} into another.`);
    return mergeSituations(by, input.id, input.from);
  },
  tells: (input, output) => told(input.id, output),
});

export const splitVerb = defineVerb({
  name: "split-situation",
  role: "responder",
  input: z.object({ id, anomalyIds }),
  on: (tx, input) => servicesOfSituation(tx, input.id),
  run: (by, input) => splitSituation(by, input.id, input.anomalyIds),
  tells: (input, output) => told(input.id, output),
});

export const unlinkVerb = defineVerb({
  name: "unlink-anomalies",
  role: "responder",
  input: z.object({ id, anomalyIds }),
  on: (tx, input) => servicesOfSituation(tx, input.id),
  run: (by, input) => unlinkAnomalies(by, input.id, input.anomalyIds),
  tells: (input, output) => told(input.id, output),
});

export const confirmCandidate = defineVerb({
  name: "confirm-candidate",
  role: "responder",
  input: z.object({ id }),
  on: (tx, input) => servicesOfSituation(tx, input.id),
  run: (by, input) => judgeCandidate(by, input.id, true),
  tells: (input, output) => told(input.id, output),
});

export const discardCandidate = defineVerb({
  name: "discard-candidate",
  role: "responder",
  input: z.object({ id }),
  on: (tx, input) => servicesOfSituation(tx, input.id),
  run: (by, input) => judgeCandidate(by, input.id, false),
  // The end of a candidate is on the timeline already.
  tells: () => null,
});

export const undoGrouping = defineVerb({
  name: "undo-grouping",
  role: "responder",
  input: z.object({ id, labelId: z.string().min(1).max(60) }),
  on: (tx, input) => servicesOfSituation(tx, input.id),
  run: (by, input) => undoLabel(by, input.id, input.labelId),
  tells: (input, output) => told(input.id, output),
});

export const setGroupingRules = defineVerb({
  name: "set-grouping-rules",
  role: "editor",
  // Without the defaults: what is absent stays as it is.
  input: z.object(
    Object.fromEntries(
      Object.entries(groupingRules.shape).map(([key, field]) => [key, field.unwrap().optional()]),
    ) as { [K in keyof typeof groupingRules.shape]: z.ZodOptional<z.ZodNumber> },
  ),
  run: async ({ tx }, some) => {
    const given = Object.entries(some).filter(([, value]) => value !== undefined);
    const rules = { ...(await readSetting(tx, "grouping")), ...Object.fromEntries(given) };
    if (rules.candidateBar > rules.openBar)
      throw new Problem("bad-input", "A candidate's bar cannot be above the bar for opening.");
    await writeSetting(tx, "grouping", rules);
    await announceIn(tx, { topic: "settings" });
    return { changed: given.map(([key, value]) => `${key} ${value}`) };
  },
  tells: (_, { changed }) => ({ says: `Rules for situations changed: ${changed.join(", ")}.` }),
});

export const setBusinessSeries = defineVerb({
  name: "set-business-series",
  role: "editor",
  input: businessSeries,
  run: async ({ tx }, input) => {
    for (const { target } of input.business)
      try {
        parseExpression(target);
      } catch (error) {
        if (error instanceof ExpressionError)
          throw new Problem("bad-input", `“${target}” cannot be read: ${error.message}.`);
        throw error;
      }
    await writeSetting(tx, "business-series", input);
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: ({ business }) => ({
    says: `Business series: ${business.map((b) => b.name).join(", ") || "none"}.`,
  }),
});

export const forgetGrouping = defineVerb({
  name: "forget-grouping",
  role: "editor",
  input: z.object({
    /** null forgets all that was learned */
    what: z
      .object({ kind: z.enum(["tie", "trust"]), a: z.string().max(300), b: z.string().max(300) })
      .nullable(),
  }),
  run: async ({ tx }, { what }) => ({ count: await forget(tx, what) }),
  tells: ({ what }, { count }) => ({
    says: what
      ? `What was learned of ${what.a || "?"} and ${what.b} was forgotten.`
      : `All that grouping had learned was forgotten (${count} entries).`,
  }),
});
