import type { ChartAnomaly } from "./chart-data";
import type { PreparedChart } from "./prepare-chart";

/** A mark is hit within so many pixels. */
const reach = 8;

/** The anomaly at a place on the time axis: the one with the nearest mark, else one whose run is there; null for none. */
export function anomalyAt(
  chart: Pick<PreparedChart, "plot" | "from" | "to" | "marks">,
  anomalies: readonly ChartAnomaly[],
  x: number,
): string | null {
  const { plot, from, to, marks } = chart;
  const scale = (t: number) => plot.left + ((t - from) / (to - from)) * (plot.right - plot.left);
  const near = marks
    .map((m) => ({ id: m.id, off: Math.abs(scale(m.t) - x) }))
    .filter((m) => m.off <= reach)
    .sort((a, b) => a.off - b.off)[0];
  if (near) return near.id;
  const run = anomalies.find((a) => x >= scale(a.startedAt) - 2 && x <= scale(a.endedAt ?? to) + 2);
  return run?.id ?? null;
}
