/** A point of a series that counts what people do, with what its detector's forecast expects of it. */
export type Expected = { t: number; value: number; expected: number };

/** What is missing against the forecast since the onset, and how sure that is. */
export type Loss = {
  /** Value minus expected, summed over time in the series' unit × seconds; negative when less came than expected */
  sum: number;
  /** Half width of the 95 % interval of `sum` */
  plusMinus: number;
  points: number;
};

/** Fewer residuals than this say nothing about how sure a forecast is. */
const leastResiduals = 20;
/** 97.5 % quantile of the normal distribution. */
const z95 = 1.96;
/** A gap in the data is not filled in: no point stands for longer than this many of its intervals. */
const mostIntervals = 3;

/**
 * Integrates value − forecast since the onset. Its uncertainty comes from the residuals of the same forecast before the
 * onset: with standard deviation σ and lag-1 autocorrelation ρ, a sum of n points has the standard error
 * σ √(n (1 + ρ) / (1 − ρ)) (an AR(1) process; Box & Jenkins, 1970). Null when there is too little of either.
 */
export function lossOf(before: readonly Expected[], since: readonly Expected[]): Loss | null {
  if (before.length < leastResiduals || since.length === 0) return null;
  const residuals = before.map((p) => p.value - p.expected);
  const mean = residuals.reduce((a, b) => a + b, 0) / residuals.length;
  const variance = residuals.reduce((a, r) => a + (r - mean) ** 2, 0) / (residuals.length - 1);
  const lagged = residuals
    .slice(1)
    .reduce((a, r, i) => a + (r - mean) * ((residuals[i] ?? 0) - mean), 0);
  const rho = Math.max(
    0,
    Math.min(0.9, lagged / Math.max(1e-12, variance * (residuals.length - 1))),
  );
  const interval = spacing(before);
  let sum = 0;
  let covered = 0;
  since.forEach((p, i) => {
    const next = since[i + 1];
    const lasts = Math.min(next ? next.t - p.t : interval, mostIntervals * interval) / 1000;
    sum += (p.value - p.expected) * lasts;
    covered += lasts / (interval / 1000);
  });
  const error = Math.sqrt((variance * covered * (1 + rho)) / (1 - rho)) * (interval / 1000);
  return { sum, plusMinus: z95 * error, points: since.length };
}

function spacing(points: readonly Expected[]): number {
  const gaps = points.slice(1).map((p, i) => p.t - (points[i]?.t ?? p.t));
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 10_000;
}
