import { latencyBounds } from "../series/latency-buckets";

/** Standard normal distribution function; Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail =
    0.3989422804 *
    Math.exp((-x * x) / 2) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x > 0 ? 1 - tail : tail;
}

/**
 * The share of requests per latency bucket that a few measured requests suggest: their counts, smoothed with a normal kernel on
 * the logarithm of latency and shrunk so that mean and spread stay as measured (Silverman 1986, §6.4.2: the smoothed bootstrap). All zero
 * when nothing was measured.
 */
export function smoothBuckets(counts: readonly number[]): number[] {
  const total = counts.reduce((a, b) => a + b, 0);
  if (!(total > 0)) return counts.map(() => 0);
  // Bucket i spans 2^((i-1)/4) … 2^(i/4) ms: a quarter on the scale of log2 starts at (i-1)/4.
  const middle = (i: number) => (i - 0.5) / 4;
  const mean = counts.reduce((sum, n, i) => sum + n * middle(i), 0) / total;
  const variance =
    counts.reduce((sum, n, i) => sum + n * (middle(i) - mean) ** 2, 0) / total + 1 / (16 * 12);
  const width = 1.06 * Math.sqrt(variance) * total ** -0.2;
  const shrink = Math.sqrt(variance / (variance + width ** 2));
  const below = (x: number) =>
    counts.reduce(
      (sum, n, i) =>
        n > 0
          ? sum +
            (n / total) * normalCdf((x - mean - shrink * (middle(i) - mean)) / (shrink * width))
          : sum,
      0,
    );
  const shares: number[] = [];
  let before = 0;
  for (let i = 0; i < counts.length; i++) {
    const upTo = i < latencyBounds.length ? below(i / 4) : 1;
    shares.push(upTo - before);
    before = upTo;
  }
  return shares;
}
