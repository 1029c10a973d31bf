import { quantile } from "@/lib/math/quantile";

/** Smallest spread that a signal is given: absolute, in its unit, and as a share of its median. */
export type Floor = { absolute: number; share: number };

/** Failing shares below a point, and latencies below a few milliseconds or a sixth of the usual, are no news. */
export const floors: Record<"errors" | "latency", Floor> = {
  errors: { absolute: 0.01, share: 0 },
  latency: { absolute: 3, share: 0.15 },
};

/**
 * RobustScorer (Pham et al., BARO, FSE 2024): how many spreads above the usual median a value lies. The spread is the
 * interquartile range of the usual values, or half of what 70 % of them span if that is more, floored so that a flat signal
 * does not explode; trouble that filled up to a seventh of the usual time does not widen it. Null below three usual values.
 */
export function robustScorer(
  usual: readonly number[],
  floor: Floor,
): ((value: number) => number) | null {
  if (usual.length < 3) return null;
  const median = quantile(usual, 0.5);
  const spread = Math.max(
    quantile(usual, 0.75) - quantile(usual, 0.25),
    (quantile(usual, 0.85) - quantile(usual, 0.15)) / 2,
    floor.absolute,
    floor.share * median,
  );
  return (value) => (value - median) / spread;
}
