import type { ViewInput } from "../query";

export type Definition = ViewInput<"derived-preview">["definition"];
type Recipe = Definition["recipe"];
export type Op = Recipe["op"];

/** What the form holds; which fields count depends on `op`. */
export type RecipeDraft = {
  metric: string;
  op: Op;
  a: string;
  b: string;
  by: string;
  minB: number;
  detectorId: string;
  as: "flag" | "score";
  unit: string;
  everySeconds: number;
  lateSeconds: number;
};

export const emptyRecipe: RecipeDraft = {
  metric: "",
  op: "ratio",
  a: "",
  b: "",
  by: "service",
  minB: 0,
  detectorId: "",
  as: "flag",
  unit: "",
  everySeconds: 60,
  lateSeconds: 30,
};

export const opWords: Record<Op, string> = {
  sum: "Sum",
  mean: "Mean",
  max: "Largest",
  min: "Smallest",
  count: "Count",
  ratio: "Ratio A / B",
  difference: "Difference A − B",
  anomalies: "Anomalies of a detector",
};

export const twoSided = (op: Op) => op === "ratio" || op === "difference";

function recipeOf(d: RecipeDraft): Recipe | null {
  const by = d.by.split(/[\s,]+/).filter(Boolean);
  const [a, b] = [d.a.trim(), d.b.trim()];
  switch (d.op) {
    case "anomalies":
      return d.detectorId ? { op: d.op, detectorId: d.detectorId, as: d.as } : null;
    case "ratio":
      return a && b ? { op: d.op, a, b, by, minB: d.minB } : null;
    case "difference":
      return a && b ? { op: d.op, a, b, by } : null;
    default:
      return a ? { op: d.op, of: a, by } : null;
  }
}

/** What the verb and the preview take, or null while something is missing; `name` stands in for one that is not there yet. */
export function definitionOf(d: RecipeDraft, name = d.metric.trim()): Definition | null {
  const recipe = recipeOf(d);
  if (!recipe || name === "" || !(d.everySeconds >= 10) || !(d.lateSeconds >= 0)) return null;
  return {
    metric: name,
    unit: d.unit.trim(),
    recipe,
    everyMs: Math.round(d.everySeconds / 10) * 10_000,
    lateMs: Math.round(d.lateSeconds * 1000),
  };
}
