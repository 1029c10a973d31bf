/**
 * Series in one line of text, after promqltest: `20x60 80x10 _x5` is sixty 20s,
 * ten 80s and five gaps (NaN); `0+2x5` is 0 2 4 6 8. Throws RangeError on a bad token.
 */
export function series(notation: string): number[] {
  return notation
    .trim()
    .split(/\s+/)
    .flatMap((token) => {
      const m = /^(_|-?[\d.]+)([+-][\d.]+)?(?:x(\d+))?$/.exec(token);
      if (!m) throw new RangeError(`bad series token: ${token}`);
      const [, start = "_", step = "0", count = "1"] = m;
      const v0 = start === "_" ? Number.NaN : Number(start);
      return Array.from({ length: Number(count) }, (_, i) => v0 + i * Number(step));
    });
}
