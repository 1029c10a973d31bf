import { type LabelCounts, precisionOf } from "./precision";

/** Fewer labels than this prove nothing. */
const enoughLabels = 5;
/** A detector whose labels are right less often than this is not believed any more. */
const poorPrecision = 0.5;

/**
 * Why labels speak against a detector, in words, or null: of at least 5 anomalies labelled true or false alarm fewer
 * than half were true.
 */
export function distrustByLabels(labels: LabelCounts): string | null {
  const precision = precisionOf(labels);
  const judged = labels.true + labels["false-alarm"];
  if (precision === null || judged < enoughLabels || precision >= poorPrecision) return null;
  return `Only ${labels.true} of ${judged} labelled anomalies were true`;
}
