/** Pearson's correlation of two aligned lists, −1 to 1; 0 when either is flat or fewer than three pairs are known. NaN pairs are left out. */
export function pearson(a: readonly number[], b: readonly number[]): number {
  const pairs = a.flatMap((x, i): [number, number][] => {
    const y = b[i] ?? Number.NaN;
    return Number.isNaN(x) || Number.isNaN(y) ? [] : [[x, y]];
  });
  if (pairs.length < 3) return 0;
  const mean = (pick: 0 | 1) => pairs.reduce((sum, p) => sum + p[pick], 0) / pairs.length;
  const [mx, my] = [mean(0), mean(1)];
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (const [x, y] of pairs) {
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}
