import type { Level } from "@/lib/detect/model";
import type { ChartAnomaly, ChartPoint } from "./chart-data";

/** One row as the drawing reads it: a key is absent where its line has a hole. */
export type ChartRow = {
  t: number;
  value: number | null;
  weak?: number;
  strong?: number;
  expected?: number;
  /** Expected after now, drawn dashed */
  ahead?: number;
  band?: [number, number];
  lower?: number;
  upper?: number;
  level?: Level;
};

export type AnomalyMark = {
  id: string;
  shape: "circle" | "diamond";
  t: number;
  value: number;
  score?: number;
};

const finite = (v: number | null | undefined): v is number =>
  v !== null && v !== undefined && Number.isFinite(v);

/**
 * Points as rows for the drawing. An anomaly is a run: the piece of line from the point before its start to its end is
 * recoloured, by each point's own level where that is known and else by the run's. Two points further apart than
 * `gapMs` are not joined: a row without a value goes between them.
 */
export function chartRows(
  points: readonly ChartPoint[],
  anomalies: readonly ChartAnomaly[],
  { now, gapMs }: { now: number; gapMs?: number | undefined },
): ChartRow[] {
  const runs = [...anomalies].sort((a, b) => a.startedAt - b.startedAt);
  const maxGap = gapMs ?? usualGap(points);
  const rows: ChartRow[] = [];
  let before: ChartPoint | undefined;
  let lastPast: ChartRow | undefined;
  for (const p of points) {
    if (before && p.t - before.t > maxGap && finite(p.value))
      rows.push({ t: before.t + Math.floor((p.t - before.t) / 2), value: null });
    const row: ChartRow = { t: p.t, value: finite(p.value) ? p.value : null };
    if (p.level) row.level = p.level;
    if (finite(p.expected)) {
      if (p.t <= now) row.expected = p.expected;
      else {
        if (lastPast?.expected !== undefined && lastPast.ahead === undefined)
          lastPast.ahead = lastPast.expected;
        row.ahead = p.expected;
      }
    }
    if (finite(p.lower)) row.lower = p.lower;
    if (finite(p.upper)) row.upper = p.upper;
    const middle = row.expected ?? row.ahead;
    if (row.upper !== undefined && (row.lower !== undefined || middle !== undefined))
      row.band = [row.lower ?? middle ?? 0, row.upper];
    else if (row.lower !== undefined && middle !== undefined) row.band = [row.lower, middle];
    if (row.value !== null) {
      const run = runs.find(
        (r) => p.t >= r.startedAt && p.t <= (r.endedAt ?? Number.POSITIVE_INFINITY),
      );
      const level = run ? levelIn(run, p) : undefined;
      const previous = rows.at(-1);
      if (level === "STRONG") {
        row.strong = row.value;
        if (previous && previous.value !== null) previous.strong ??= previous.value;
      } else if (level === "WEAK") {
        row.weak = row.value;
        if (previous && previous.value !== null && previous.strong === undefined)
          previous.weak ??= previous.value;
      }
    }
    rows.push(row);
    before = p;
    if (p.t <= now) lastPast = row;
  }
  return rows;
}

function levelIn(run: ChartAnomaly, p: ChartPoint): "WEAK" | "STRONG" | undefined {
  if (p.level === "STRONG" || p.level === "WEAK") return p.level;
  // The points that close a run are ordinary again; where verdicts are unknown the whole run keeps its colour.
  return p.level === "NORMAL" ? undefined : run.level;
}

/** Three times the median distance of the points: what is longer is a hole. Infinity for fewer than three points. */
function usualGap(points: readonly ChartPoint[]): number {
  const steps: number[] = [];
  for (let i = 1; i < points.length; i++) steps.push((points[i]?.t ?? 0) - (points[i - 1]?.t ?? 0));
  if (steps.length < 2) return Number.POSITIVE_INFINITY;
  steps.sort((a, b) => a - b);
  return 3 * (steps[Math.floor(steps.length * 0.75)] ?? Number.POSITIVE_INFINITY);
}

/** One mark per run: a circle at the first point of a WEAK one, a diamond at the peak of a STRONG one. */
export function anomalyMarks(
  rows: readonly ChartRow[],
  anomalies: readonly ChartAnomaly[],
): AnomalyMark[] {
  const first = rows[0]?.t ?? 0;
  const last = rows.at(-1)?.t ?? 0;
  return anomalies.flatMap((a): AnomalyMark[] => {
    const t =
      a.level === "STRONG" ? a.peakAt : Math.max(a.startedAt, Math.min(first, a.endedAt ?? first));
    if (t < first || t > last) return [];
    const score = a.peakScore === undefined ? {} : { score: a.peakScore };
    if (a.level === "STRONG")
      return [{ id: a.id, shape: "diamond" as const, t, value: a.peakValue, ...score }];
    const at = nearestRow(rows, t);
    const value = at?.value ?? a.peakValue;
    return [{ id: a.id, shape: "circle" as const, t: at?.t ?? t, value, ...score }];
  });
}

/** The row with a value that is nearest to time `t`, by bisection; undefined when none has one. */
export function nearestRow(rows: readonly ChartRow[], t: number): ChartRow | undefined {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.t ?? 0) < t) low = middle + 1;
    else high = middle;
  }
  for (let reach = 0; reach < rows.length; reach++) {
    const right = rows[low + reach];
    const left = rows[low - 1 - reach];
    const r = right && right.value !== null ? right : undefined;
    const l = left && left.value !== null ? left : undefined;
    if (r && l) return Math.abs(r.t - t) < Math.abs(l.t - t) ? r : l;
    if (r ?? l) return r ?? l;
  }
  return undefined;
}
