import { downsample } from "@/lib/series/downsample";
import type {
  ChartAnomaly,
  ChartDiff,
  ChartFlag,
  ChartPoint,
  ChartWash,
  TimeZoneName,
} from "./chart-data";
import { formatValue } from "./format-value";
import { type PlacedFlag, placeFlags } from "./prepare-flags";
import { type AnomalyMark, anomalyMarks, type ChartRow, chartRows } from "./prepare-rows";
import { type TimeTick, timeTicks, zoneOffset } from "./prepare-time-ticks";
import { type ValueAxis, valueAxis } from "./prepare-value-axis";

/** overview: the one chart of a page; focus: a zoomed piece; small: one of many. */
export type ChartSize = "overview" | "focus" | "small";

const sizes = {
  overview: { height: 262, top: 26, yTicks: 4, labels: true },
  focus: { height: 136, top: 22, yTicks: 3, labels: true },
  small: { height: 142, top: 20, yTicks: 3, labels: false },
} as const;
const right = 10;
const bottom = 24;
const ribbon = 8;

/** All that a chart shows, before anything is decided about pixels. */
export type ChartInput = {
  points: readonly ChartPoint[];
  from: number;
  to: number;
  unit: string | null;
  metric?: string | undefined;
  /** Where the expected line becomes dashed; the end of the range when absent */
  now?: number | undefined;
  anomalies?: readonly ChartAnomaly[] | undefined;
  flags?: readonly ChartFlag[] | undefined;
  washes?: readonly ChartWash[] | undefined;
  diff?: readonly ChartDiff[] | undefined;
  fit?: "all" | "expected" | undefined;
  /** Points further apart are not joined, in ms; three usual distances when absent */
  gapMs?: number | undefined;
};

export type PreparedChart = {
  width: number;
  height: number;
  plot: { left: number; right: number; top: number; bottom: number };
  rows: ChartRow[];
  marks: AnomalyMark[];
  flags: PlacedFlag[];
  /** `key` tells two apart that cover the same time */
  washes: { key: string; x1: number; x2: number; label: string | null }[];
  diff: readonly ChartDiff[];
  axis: ValueAxis;
  ticks: TimeTick[];
  from: number;
  to: number;
  /** x of now, or null where it is not in the middle of the plot */
  nowX: number | null;
  /** Whether the axis' unit is written over it */
  showUnit: boolean;
};

/** Decides everything about one chart of `width` pixels; drawing it needs no more decisions. */
export function prepareChart(
  input: ChartInput,
  { width, size, zone }: { width: number; size: ChartSize; zone: TimeZoneName },
): PreparedChart {
  const shape = sizes[size];
  const inRange = clip(input.points, input.from, input.to);
  const kept = downsample(
    inRange.map((p) => p.t),
    inRange.map((p) => p.value),
    Math.max(120, Math.floor(width * 1.5)),
  ).flatMap((i) => inRange[i] ?? []);
  const anomalies = (input.anomalies ?? []).filter(
    (a) => a.startedAt <= input.to && (a.endedAt ?? input.to) >= input.from,
  );
  const diff = (input.diff ?? []).filter((d) => d.at >= input.from && d.at <= input.to);
  const axis = valueAxis(kept, {
    unit: input.unit,
    metric: input.metric,
    count: shape.yTicks,
    fit: input.fit,
  });
  const left = Math.max(
    30,
    Math.max(...axis.ticks.map((x) => x.label.length), axis.unit.length) * 6.4 + 12,
  );
  const washed = (input.washes ?? []).length > 0;
  const plot = {
    left,
    right: Math.max(left + 20, width - right),
    top: shape.top,
    bottom: shape.height - bottom - (washed && size !== "small" ? ribbon : 0),
  };
  const scale = (t: number) =>
    plot.left + ((t - input.from) / (input.to - input.from)) * (plot.right - plot.left);
  const now = input.now ?? input.to;
  const rows = chartRows(kept, anomalies, { now, gapMs: input.gapMs });
  const nowX =
    now > input.from && now < input.to - (input.to - input.from) / 200 ? scale(now) : null;
  return {
    width,
    height: shape.height,
    plot,
    rows,
    marks: anomalyMarks(rows, anomalies),
    flags: placeFlags(input.flags ?? [], scale, {
      left: plot.left,
      right: plot.right,
      labels: shape.labels && width > 420,
    }),
    washes: mergeWashes(
      (input.washes ?? []).flatMap((w, i) => {
        const x1 = Math.max(plot.left, scale(w.from));
        const x2 = Math.min(plot.right, scale(Math.min(w.to ?? now, input.to)));
        const key = `${i} ${w.from}`;
        return x2 > x1 ? [{ key, x1, x2: Math.max(x2, x1 + 1), label: w.label ?? null }] : [];
      }),
    ),
    diff,
    axis,
    ticks: timeTicks(
      input.from,
      input.to,
      Math.max(3, Math.floor((plot.right - plot.left) / 80)),
      zoneOffset(zone),
    ),
    from: input.from,
    to: input.to,
    nowX,
    showUnit: axis.unit !== "",
  };
}

/** The points in [from, to] and one more on each side, so that lines reach the edges. */
function clip(points: readonly ChartPoint[], from: number, to: number): readonly ChartPoint[] {
  let start = points.findIndex((p) => p.t >= from);
  if (start < 0) return [];
  let end = points.length;
  while (end > start && (points[end - 1]?.t ?? 0) > to) end--;
  if (start > 0) start--;
  return points.slice(start, Math.min(points.length, end + 1));
}

/** One sentence for who cannot see the chart: range, last value, extremes, expected, anomalies, changes. */
export function summarizeChart(title: string, input: ChartInput): string {
  const write = (v: number | null) => formatValue(v, input.unit, input.metric);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let last: ChartPoint | undefined;
  for (const p of input.points) {
    if (p.value === null || p.t < input.from || p.t > input.to) continue;
    low = Math.min(low, p.value);
    high = Math.max(high, p.value);
    last = p;
  }
  if (!last) return `${title}: no data in this range.`;
  const expected =
    last.expected === null || last.expected === undefined
      ? ""
      : `, expected ${write(last.expected)}`;
  const strong = (input.anomalies ?? []).filter((a) => a.level === "STRONG").length;
  const weak = (input.anomalies ?? []).length - strong;
  const anomalies =
    strong + weak === 0 ? "No anomalies" : `${strong} strong and ${weak} weak anomalies`;
  const n = (input.flags ?? []).length;
  const changes = n === 0 ? "" : `, ${n} ${n === 1 ? "change" : "changes"}`;
  return `${title}: last ${write(last.value)}${expected}; between ${write(low)} and ${write(high)}. ${anomalies}${changes}.`;
}

/** Washes that overlap become one: drawn over each other they would darken until the line drowns in them. */
function mergeWashes(washes: PreparedChart["washes"]): PreparedChart["washes"] {
  const merged: PreparedChart["washes"] = [];
  for (const wash of washes.toSorted((a, b) => a.x1 - b.x1)) {
    const last = merged.at(-1);
    if (!last || wash.x1 > last.x2) merged.push({ ...wash });
    else {
      last.x2 = Math.max(last.x2, wash.x2);
      last.label = [last.label, wash.label].filter((l) => l !== null).join(", ") || null;
    }
  }
  return merged;
}
