import { emptyBuckets, latencyBounds } from "@/lib/series/latency-buckets";

/** Counts of values in buckets: `counts[i]` of (bounds[i-1], bounds[i]], the last of all above; one more than bounds. */
export type Buckets = { bounds: readonly number[]; counts: readonly number[] };

/**
 * Quantile q (0–1) by linear interpolation inside its bucket, as Prometheus' histogram_quantile; a rank in the last
 * bucket gives the highest bound. Null when nothing was counted.
 */
export function histogramQuantile({ bounds, counts }: Buckets, q: number): number | null {
  const total = counts.reduce((a, b) => a + b, 0);
  const highest = bounds.at(-1);
  if (!(total > 0) || highest === undefined) return null;
  let rank = q * total;
  for (let i = 0; i < bounds.length; i++) {
    const n = counts[i] ?? 0;
    const upper = bounds[i] ?? highest;
    if (n > 0 && rank <= n) {
      const lower = i > 0 ? (bounds[i - 1] ?? 0) : Math.min(0, upper);
      return lower + (upper - lower) * (rank / n);
    }
    rank -= n;
  }
  return highest;
}

/**
 * Moves counts into other bounds, each bucket spread evenly over what it overlaps. The first bucket begins at 0 (or at
 * its bound, when that is negative); what was above the highest bound lands in the bucket just above that bound.
 */
export function rebucket(from: Buckets, bounds: readonly number[], into: number[]): void {
  for (const [i, n] of from.counts.entries()) {
    if (!(n > 0)) continue;
    const upper = from.bounds[i];
    const lower = i > 0 ? (from.bounds[i - 1] ?? 0) : Math.min(0, upper ?? 0);
    if (upper === undefined || upper <= lower) {
      addTo(into, firstAbove(bounds, lower), n);
      continue;
    }
    spread(bounds, into, lower, upper, n);
  }
}

function spread(
  bounds: readonly number[],
  into: number[],
  lower: number,
  upper: number,
  n: number,
) {
  let at = lower;
  for (let b = firstAbove(bounds, lower); at < upper; b++) {
    const end = Math.min(upper, bounds[b] ?? Number.POSITIVE_INFINITY);
    addTo(into, b, (n * (end - at)) / (upper - lower));
    at = end;
  }
}

const addTo = (into: number[], i: number, n: number) => {
  into[i] = (into[i] ?? 0) + n;
};

/** The bucket that holds what is just above `value`. */
function firstAbove(bounds: readonly number[], value: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((bounds[mid] ?? 0) <= value) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Counts of a duration histogram in the latency buckets in which request windows are added up; `toMs` scales its unit. */
export function latencyBuckets(from: Buckets, toMs: number): number[] {
  const into = emptyBuckets();
  rebucket({ bounds: from.bounds.map((b) => b * toMs), counts: from.counts }, latencyBounds, into);
  return into;
}

/** Fixed bounds for exponential histograms: 2^(k/4) from 1e-6 to 1e6, so that states compare whatever scale is sent. */
export const exponentialBounds: readonly number[] = Array.from(
  { length: 161 },
  (_, i) => 2 ** ((i - 80) / 4),
);

/**
 * An exponential histogram's counts in `exponentialBounds`. Bucket i of scale s holds (2^((offset+i)/2^s), one more];
 * zero and negative values go into the lowest.
 * https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram
 */
export function exponentialBuckets(point: {
  scale: number;
  zeroCount: number;
  positive: { offset: number; counts: readonly number[] };
  negative: { counts: readonly number[] };
}): number[] {
  const into = new Array<number>(exponentialBounds.length + 1).fill(0);
  addTo(into, 0, point.zeroCount + point.negative.counts.reduce((a, b) => a + b, 0));
  const top = exponentialBounds.length;
  for (const [i, n] of point.positive.counts.entries()) {
    if (!(n > 0)) continue;
    const lower = 2 ** ((point.positive.offset + i) / 2 ** point.scale);
    const upper = 2 ** ((point.positive.offset + i + 1) / 2 ** point.scale);
    if (lower >= (exponentialBounds[top - 1] ?? 0)) addTo(into, top, n);
    else if (upper <= (exponentialBounds[0] ?? 0)) addTo(into, 0, n);
    else spread(exponentialBounds, into, lower, upper, n);
  }
  return into;
}
