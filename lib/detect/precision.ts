import type { LabelKind } from "./label";

export type LabelCounts = Record<LabelKind, number>;

export const noLabels = (): LabelCounts => ({
  true: 0,
  "false-alarm": 0,
  expected: 0,
  "new-trend": 0,
});

/**
 * The share of labelled anomalies that were right: true / (true + false alarm), 0–1, or null without any of the two.
 * What was expected and what began a new trend really were deviations; they are counted beside it.
 */
export function precisionOf(labels: LabelCounts): number | null {
  const judged = labels.true + labels["false-alarm"];
  return judged === 0 ? null : labels.true / judged;
}
