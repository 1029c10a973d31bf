import type { ChartPoint } from "../chart/chart-data";
import type { ServiceData } from "./service-page";

export type TrendKey = "rate" | "errorShare" | "p50" | "p95" | "p99";

/** A trend as a chart draws it: each part stands at its middle, a part in which nothing was counted is a gap. */
export function chartPoints(
  points: ServiceData["points"],
  key: TrendKey,
  from: number,
  bucketMs: number,
): ChartPoint[] {
  return points.map((p, i) => ({
    t: from + (i + 0.5) * bucketMs,
    value: p === null ? null : p[key],
  }));
}
