import { median } from "./median";

/** Makes a median absolute deviation estimate the standard deviation of a normal distribution. */
export const madToSigma = 1.4826;

/**
 * Hampel's filter (1974): a value further than `sigmas` robust deviations (1.4826 · MAD) from the median of the values
 * within `reach` places of it, itself included, becomes that median. The window is symmetric and is cut at both ends of
 * the series. NaN is a gap: it stays, and no window counts it. Where more than half a window is one value, the MAD is 0:
 * its mean distance from the median (× 1.2533) is taken in its place. O(n · reach log reach); not in place.
 */
export function hampel(values: readonly number[], reach = 10, sigmas = 3): number[] {
  return values.map((value, i) => {
    if (Number.isNaN(value)) return value;
    const window = values
      .slice(Math.max(0, i - reach), i + reach + 1)
      .filter((x) => !Number.isNaN(x));
    const middle = median(window);
    const distances = window.map((x) => Math.abs(x - middle));
    const mad = madToSigma * median(distances);
    const spread =
      mad > 0 ? mad : (1.2533 * distances.reduce((a, b) => a + b, 0)) / distances.length;
    return Math.abs(value - middle) > sigmas * spread ? middle : value;
  });
}
