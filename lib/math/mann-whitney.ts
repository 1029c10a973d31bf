/**
 * Mann–Whitney U on two samples given as counts over the same ordered bins, as Kayenta compares a canary with its
 * baseline. `auc` is the probability that a value of the first exceeds one of the second, ties half (0.5 = alike); `z`
 * is its normal approximation with the correction for ties. z is 0 when either sample is empty. Cost: one pass.
 */
export function mannWhitney(
  first: readonly number[],
  second: readonly number[],
): { auc: number; z: number } {
  const n = first.reduce((a, b) => a + b, 0);
  const m = second.reduce((a, b) => a + b, 0);
  if (n <= 0 || m <= 0) return { auc: 0.5, z: 0 };
  let u = 0;
  let below = 0;
  let ties = 0;
  for (let i = 0; i < Math.max(first.length, second.length); i++) {
    const a = first[i] ?? 0;
    const b = second[i] ?? 0;
    u += a * (below + b / 2);
    below += b;
    ties += (a + b) ** 3 - (a + b);
  }
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * Math.max(1, total - 1)));
  return { auc: u / (n * m), z: variance > 0 ? (u - (n * m) / 2) / Math.sqrt(variance) : 0 };
}
