/**
 * The z of Wald's pooled test that the share a/n is higher than b/m: how many standard errors lie between them.
 * Positive when the first is higher; 0 without any events or trials.
 */
export function twoProportions(a: number, n: number, b: number, m: number): number {
  if (n <= 0 || m <= 0) return 0;
  const pooled = (a + b) / (n + m);
  const se = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  return se > 0 ? (a / n - b / m) / se : 0;
}
