/**
 * Lower bound of Wilson's score interval for a share of `right` in `all` (Wilson, JASA 1927), one-sided at `z` standard
 * deviations; 0 when nothing was counted.
 */
export function wilsonLower(right: number, all: number, z: number): number {
  if (all <= 0) return 0;
  const share = right / all;
  const z2 = z * z;
  const centre = share + z2 / (2 * all);
  const half = z * Math.sqrt((share * (1 - share)) / all + z2 / (4 * all * all));
  return Math.max(0, (centre - half) / (1 + z2 / all));
}
