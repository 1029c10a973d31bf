import { quantile } from "@/lib/math/quantile";
import type { Floor } from "./robust-score";

/** A mean of fewer requests than this is as much noisier as the root of what is missing. */
const steady = 20;

/**
 * Scores values of a signal against what is usual and against how it stood right before the trouble: what had drifted away
 * already did not move with it. `level` is the higher of the usual median and the values right before; the spread is the
 * usual one, floored by the unit and by a share of the level. Null below three usual values.
 */
export function movedBeyond(
  usual: readonly number[],
  before: readonly number[],
  floor: Floor,
): { level: number; score: (value: number, requests: number) => number } | null {
  if (usual.length < 3) return null;
  const level = Math.max(quantile(usual, 0.5), ...before);
  const spread = Math.max(
    quantile(usual, 0.75) - quantile(usual, 0.25),
    (quantile(usual, 0.85) - quantile(usual, 0.15)) / 2,
    floor.absolute,
    floor.share * level,
  );
  return {
    level,
    score: (value, requests) =>
      ((value - level) / spread) * Math.sqrt(Math.min(1, requests / steady)),
  };
}
