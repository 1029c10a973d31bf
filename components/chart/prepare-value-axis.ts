import type { ChartPoint } from "./chart-data";
import { tickFormat } from "./format-value";

export type ValueAxis = {
  domain: [number, number];
  ticks: { value: number; label: string }[];
  /** The unit all ticks are written in */
  unit: string;
};

/** 1, 2, 2.5 or 5 times a power of ten, at least `rough`. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  const nice = lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 2.5 ? 2.5 : lead <= 5 ? 5 : 10;
  return nice * power;
}

/**
 * The y axis: round ticks around what is drawn. Zero is on it when no value is negative and the lowest is less than
 * 40 % of the highest, so that a flat line far from zero still shows its shape. The band counts only as far as one
 * range of the values beyond them: an immature band must not press the line flat. With `fit: "expected"` the axis
 * shows the ordinary range and lets the anomaly leave the chart.
 */
export function valueAxis(
  points: readonly ChartPoint[],
  {
    unit,
    metric,
    count,
    fit = "all",
    extra = [],
  }: {
    unit: string | null;
    metric?: string | undefined;
    count: number;
    fit?: "all" | "expected" | undefined;
    extra?: readonly number[];
  },
): ValueAxis {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let bandLow = Number.POSITIVE_INFINITY;
  let bandHigh = Number.NEGATIVE_INFINITY;
  const take = (v: number | null | undefined) => {
    if (v === null || v === undefined || !Number.isFinite(v)) return;
    low = Math.min(low, v);
    high = Math.max(high, v);
  };
  for (const p of points) {
    if (fit === "all" || p.expected === null || p.expected === undefined) take(p.value);
    take(p.expected);
    if (Number.isFinite(p.lower ?? Number.NaN)) bandLow = Math.min(bandLow, p.lower as number);
    if (Number.isFinite(p.upper ?? Number.NaN)) bandHigh = Math.max(bandHigh, p.upper as number);
  }
  if (fit === "all") for (const v of extra) take(v);
  if (low > high) {
    low = Number.isFinite(bandLow) ? bandLow : 0;
    high = Number.isFinite(bandHigh) ? bandHigh : 1;
  }
  const range = high - low || Math.abs(high) || 1;
  const reach = fit === "all" ? range : Number.POSITIVE_INFINITY;
  if (Number.isFinite(bandLow)) low = Math.min(low, Math.max(bandLow, low - reach));
  if (Number.isFinite(bandHigh)) high = Math.max(high, Math.min(bandHigh, high + reach));
  const neverNegative = points.every((p) => !((p.value ?? 0) < 0));
  if (neverNegative && (low < 0 || low < 0.4 * high)) low = 0;
  if (low === high) {
    if (low === 0) high = 1;
    else {
      low -= Math.abs(low) * 0.5;
      high += Math.abs(high) * 0.5;
    }
  }
  // Steps must be round in the unit they are written in: 250 ms, but 0.2 min and 512 KiB.
  const { factor } = tickFormat(high, high, unit, metric);
  const step = niceStep(((high - low) * factor) / Math.max(1, count)) / factor;
  const format = tickFormat(high, step, unit, metric);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => {
    const value = (first + i) * step;
    return { value, label: format.write(value) };
  });
  return { domain: [first * step, last * step], ticks, unit: format.unit };
}
