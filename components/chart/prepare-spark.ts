type Run = { from: number; to: number; level: "WEAK" | "STRONG" };

/**
 * SVG paths of a sparkline: 2 px of air above and below, a flat line in the middle, holes where values are null.
 * `line` is empty when there is nothing to draw.
 */
export function sparkPath(
  values: readonly (number | null)[],
  { width, height }: { width: number; height: number },
  runs: readonly Run[] = [],
): { line: string; runs: { d: string; level: Run["level"] }[] } {
  const known = values.filter((v): v is number => v !== null && Number.isFinite(v));
  if (known.length === 0) return { line: "", runs: [] };
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  const x = (i: number) => (values.length === 1 ? width / 2 : (i / (values.length - 1)) * width);
  const y = (v: number) =>
    range === 0 ? height / 2 : height - 2 - ((v - low) / range) * (height - 4);
  const draw = (from: number, to: number) => {
    let d = "";
    let pen = false;
    for (let i = Math.max(0, from); i <= Math.min(to, values.length - 1); i++) {
      const v = values[i];
      if (v === null || v === undefined || !Number.isFinite(v)) {
        pen = false;
        continue;
      }
      d += `${pen ? "L" : "M"}${x(i).toFixed(1)} ${y(v).toFixed(1)}`;
      // A point between two gaps still shows, as the round end of a line of no length.
      const next = values[i + 1];
      if (!pen && (next === null || next === undefined)) d += "h0.1";
      pen = true;
    }
    return d;
  };
  return {
    line: draw(0, values.length - 1),
    runs: runs.map((r) => ({ d: draw(r.from - 1, r.to), level: r.level })),
  };
}
