import { insertSorted } from "./sorted";

export type Breakout = { location: number; statistic: number };

const middle = (sorted: readonly number[]): number => {
  const half = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[half] as number)
    : 0.5 * ((sorted[half - 1] as number) + (sorted[half] as number));
};

/**
 * Energy statistic of the strongest mean shift, EDM-X (James, Kejariwal, Matteson 2014): over all i, j with at least
 * `delta` values on both sides, (median of the first i − median of i…j)²·i·(j−i)/j of values scaled to [0, 1].
 * `location` is the first index after the shift, −1 when all values are equal. O(n²) and the cost of sorted insertion.
 */
export function findBreakout(values: readonly number[], delta: number): Breakout {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const v of values) {
    if (v < min) min = v;
    if (v > max) max = v;
  }
  const best = { location: -1, statistic: 0 };
  if (!(max > min)) return best;
  const unit = max - min;
  const left: number[] = [];
  const right: number[] = [];
  for (let i = 1; i <= values.length - delta; i++) {
    insertSorted(left, (values[i - 1] as number) / unit - min / unit);
    if (i < delta) continue;
    const before = middle(left);
    right.length = 0;
    for (let j = i + 1; j <= values.length; j++) {
      insertSorted(right, (values[j - 1] as number) / unit - min / unit);
      if (j - i < delta) continue;
      const apart = before - middle(right);
      const statistic = (apart * apart * i * (j - i)) / j;
      if (statistic > best.statistic) {
        best.statistic = statistic;
        best.location = i;
      }
    }
  }
  return best;
}
