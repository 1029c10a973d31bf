import type { TimeZoneName } from "../chart/chart-data";
import { timeTicks, zoneOffset } from "../chart/prepare-time-ticks";

export type Dot = {
  id: string;
  x: number;
  y: number;
  failed: boolean;
  start: number;
  duration: number;
};
export type Scatter = {
  from: number;
  to: number;
  plot: { left: number; right: number; top: number; bottom: number };
  /** Ordinary dots first, so that failed ones lie above them */
  dots: Dot[];
  ticksX: { x: number; label: string }[];
  ticksY: { y: number; ms: number }[];
};

const steps = [1, 2, 5];

/** 1, 2 and 5 times powers of ten within [least, most]. */
function logTicks(least: number, most: number): number[] {
  const ticks: number[] = [];
  for (let e = Math.floor(Math.log10(least)); 10 ** e <= most; e++)
    for (const s of steps) {
      const v = Number((s * 10 ** e).toPrecision(3));
      if (v >= least && v <= most) ticks.push(v);
    }
  // Further apart when there are many.
  return ticks.length > 6 ? ticks.filter((v) => /^[0.]*1/.test(String(v))) : ticks;
}

/**
 * Traces as dots: time to the right, duration upwards by its logarithm, because the slow ones are many times slower.
 * `dots` are [begin in epoch ms, duration in ms, failed spans, id].
 */
export function prepareScatter(
  given: readonly (readonly [number, number, number, string])[],
  {
    from,
    to,
    width,
    height,
    zone,
  }: { from: number; to: number; width: number; height: number; zone: TimeZoneName },
): Scatter {
  const plot = { left: 52, right: Math.max(60, width - 8), top: 8, bottom: height - 22 };
  const durations = given.map(([, d]) => Math.max(0.1, d));
  const least = durations.length > 0 ? Math.min(...durations) / 1.3 : 1;
  const most = durations.length > 0 ? Math.max(...durations) * 1.3 : 1000;
  const [low, high] = [Math.log(least), Math.log(most)];
  const xOf = (t: number) =>
    plot.left + ((Math.min(Math.max(t, from), to) - from) / (to - from)) * (plot.right - plot.left);
  const yOf = (ms: number) =>
    plot.bottom - ((Math.log(Math.max(0.1, ms)) - low) / (high - low)) * (plot.bottom - plot.top);
  return {
    from,
    to,
    plot,
    dots: given
      .map(([start, duration, errors, id]) => ({
        ...{ id, x: xOf(start), y: yOf(duration), failed: errors > 0, start, duration },
      }))
      .sort((a, b) => Number(a.failed) - Number(b.failed)),
    ticksX: timeTicks(from, to, Math.max(2, Math.floor(width / 110)), zoneOffset(zone)).map(
      (t) => ({
        x: xOf(t.t),
        label: t.label,
      }),
    ),
    ticksY: logTicks(least, most).map((ms) => ({ y: yOf(ms), ms })),
  };
}

/** The dot nearest to a place, within `reach` px. */
export function dotAt(scatter: Scatter, x: number, y: number, reach = 10): Dot | null {
  let best: Dot | null = null;
  let nearest = reach;
  for (const dot of scatter.dots) {
    const away = Math.hypot(dot.x - x, dot.y - y);
    if (away <= nearest) [best, nearest] = [dot, away];
  }
  return best;
}
