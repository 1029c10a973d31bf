/**
 * Upper bounds in milliseconds of the buckets in which request latencies are added up: each 2^(1/4) ≈ 1.19 times the
 * one before, 1 ms to 65.5 s, and one more for all above. A quantile read from them is off by at most 9.5 %.
 */
export const latencyBounds: readonly number[] = Array.from({ length: 65 }, (_, i) => 2 ** (i / 4));

export const emptyBuckets = (): number[] => new Array<number>(latencyBounds.length + 1).fill(0);

/** The index of the bucket that a latency of `ms` falls into. */
export function bucketOf(ms: number): number {
  if (!(ms > 1)) return 0;
  return Math.min(latencyBounds.length, Math.ceil(4 * Math.log2(ms) - 1e-9));
}

/**
 * Quantile q (0–1) in milliseconds, by linear interpolation inside its bucket; null when nothing was counted.
 */
export function bucketQuantile(buckets: readonly number[], q: number): number | null {
  const total = buckets.reduce((a, b) => a + b, 0);
  if (!(total > 0)) return null;
  let rank = q * total;
  for (let i = 0; i < buckets.length; i++) {
    const n = buckets[i] ?? 0;
    if (n > 0 && rank <= n) {
      const lower = i === 0 ? 0 : (latencyBounds[i - 1] ?? 0);
      const upper = latencyBounds[i] ?? lower;
      return lower + (upper - lower) * (rank / n);
    }
    rank -= n;
  }
  return latencyBounds.at(-1) ?? null;
}
