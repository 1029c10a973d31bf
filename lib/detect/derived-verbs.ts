import { z } from "zod";
import { ExpressionError, parseExpression } from "@/lib/series/expression";
import type { Tx } from "../db/client";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { type DerivedMetric, derivedMetric, derivedTag, foldSeries, type Source } from "./derived";
import { DerivedGraph, expressionsOf, type Made, wayWords } from "./derived-graph";
import { deleteDerived, insertDerived } from "./derived-store";
import { readMakings } from "./own-output-store";

const slug = (metric: string) =>
  metric
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

/** The series that a definition would make of those there are. */
function wouldMake(id: string, d: DerivedMetric, series: readonly Source[]): Made["series"] {
  const { recipe, metric } = d;
  if (recipe.op === "anomalies") return [{ metric, tags: { [derivedTag]: id, of: "*" } }];
  const by = recipe.by;
  const points = foldSeries(
    "count",
    { sources: series, means: series.map((s) => ({ id: s.id, end: 0, value: 0 })) },
    by,
  );
  return points.map((p) => ({ metric, tags: { ...p.tags, [derivedTag]: id } }));
}

/** Refuses a definition that could not be made, or that would take in what it makes itself. */
export async function checkDerived(tx: Tx, id: string, definition: DerivedMetric): Promise<void> {
  for (const text of expressionsOf(definition))
    try {
      parseExpression(text);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new Problem("bad-input", `"${text}": ${error.message}.`, { position: error.position });
    }
  const { series, definitions, detectors } = await readMakings(tx);
  const { recipe } = definition;
  if (recipe.op === "anomalies" && !detectors.some((d) => d.id === recipe.detectorId))
    throw new Problem("not-found", `There is no detector ${recipe.detectorId}.`);
  const own = { id, definition, series: wouldMake(id, definition, series) };
  const cycle = new DerivedGraph([...definitions, own], detectors).cycleOfSeries(id);
  if (cycle)
    throw new Problem(
      "bad-input",
      `${definition.metric} would be made of itself: ${wayWords(cycle)}. Leave its own series out, with AND metric != ${definition.metric}.`,
    );
}

export const createDerived = defineVerb({
  name: "create-derived-metric",
  role: "editor",
  input: derivedMetric,
  async run({ tx, actor, now }, definition) {
    const id = slug(definition.metric);
    await checkDerived(tx, id, definition);
    await insertDerived(tx, { id, definition, author: actor.name, now });
    return { id, metric: definition.metric };
  },
  tells: ({ metric }) => ({ says: `Derived metric ${metric} created; its history is being made.` }),
});

export const deleteDerivedMetric = defineVerb({
  name: "delete-derived-metric",
  role: "editor",
  input: z.object({ id: z.string().min(1).max(200) }),
  async run({ tx }, { id }) {
    return { metric: (await deleteDerived(tx, id)).metric };
  },
  tells: (_, { metric }) => ({
    says: `Derived metric ${metric} was deleted; what it has made so far stays.`,
  }),
});
