/** Epoch ms */
export type Span = { from: number; to: number };
type Grip = { at: number; part: "from" | "to" | "both" | "new"; start: Span };

/** The window after a grip was dragged to time `t`: it stays inside the context and keeps at least 1/500 of it. */
export function dragged({ at, part, start }: Grip, t: number, context: Span): Span {
  const least = (context.to - context.from) / 500;
  const inside = (x: number) => Math.max(context.from, Math.min(context.to, x));
  if (part === "from") return { from: Math.min(inside(t), start.to - least), to: start.to };
  if (part === "to") return { from: start.from, to: Math.max(inside(t), start.from + least) };
  if (part === "new")
    return { from: Math.min(inside(at), inside(t)), to: Math.max(inside(at), inside(t)) };
  const width = start.to - start.from;
  const from = Math.max(context.from, Math.min(context.to - width, start.from + (t - at)));
  return { from, to: from + width };
}

/** The context's line as an SVG path with 3 px of air; gaps lift the pen. */
export function brushPath(
  points: readonly { t: number; value: number | null }[],
  context: Span,
  { width, height }: { width: number; height: number },
): string {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const p of points) {
    if (p.value === null) continue;
    low = Math.min(low, p.value);
    high = Math.max(high, p.value);
  }
  if (low > high) return "";
  const range = high - low || 1;
  const far = (context.to - context.from) / 60;
  let d = "";
  let last = Number.NEGATIVE_INFINITY;
  for (const p of points) {
    if (p.value === null) continue;
    const x = ((p.t - context.from) / (context.to - context.from)) * width;
    const y = height - 6 - ((p.value - low) / range) * (height - 10);
    d += `${p.t - last > far ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    last = p.t;
  }
  return d;
}
