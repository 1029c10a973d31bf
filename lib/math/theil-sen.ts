/**
 * Slope of a line through (x, y) as the median of all pairwise slopes (Theil 1950, Sen 1968), and Kendall's τ, the share
 * of rising minus falling pairs (−1 to 1). Not moved by outliers. O(n²): thin long series before. NaN below two points.
 */
export function theilSen(
  x: readonly number[],
  y: readonly number[],
): { slope: number; tau: number } {
  const slopes: number[] = [];
  let signs = 0;
  for (let i = 0; i < x.length; i++)
    for (let j = i + 1; j < x.length; j++) {
      const dx = (x[j] ?? 0) - (x[i] ?? 0);
      if (dx === 0) continue;
      const slope = ((y[j] ?? 0) - (y[i] ?? 0)) / dx;
      slopes.push(slope);
      signs += Math.sign(slope);
    }
  if (slopes.length === 0) return { slope: Number.NaN, tau: Number.NaN };
  slopes.sort((a, b) => a - b);
  const mid = slopes.length >> 1;
  const upper = slopes[mid] ?? Number.NaN;
  const slope = slopes.length % 2 === 1 ? upper : (upper + (slopes[mid - 1] ?? upper)) / 2;
  return { slope, tau: signs / slopes.length };
}
