import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { readCloudMonitoring, readNab } from "./corpora";
import { parseStamp } from "./labelled-csv";

/** A real series and which of its points may be counted: no label says that something was wrong there. */
export type Ordinary = { name: string; times: number[]; values: number[]; counted: boolean[] };

export type OrdinarySet = { name: string; series: Ordinary[] };

const halfDay = 43_200_000;
const fiveMinutes = 300_000;
/** A Monday, for files that have no times */
const start = Date.UTC(2019, 5, 3);

/** The time by which a detector should know the series: three weeks, or the first half of a shorter one. */
function learned(times: readonly number[]): number {
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  return first + Math.min(3 * 7 * 86_400_000, (last - first) / 2);
}

/** Marks what may be counted: after the learning time, outside [from, to] of every incident and half a day after it. */
function outside(times: readonly number[], incidents: readonly (readonly [number, number])[]) {
  const from = learned(times);
  return times.map((t) => t > from && !incidents.some(([a, b]) => t >= a && t <= b + halfDay));
}

function read(file: string, name: string): Ordinary[] {
  if (!existsSync(file)) return [];
  const times: number[] = [];
  const values: number[] = [];
  for (const line of readFileSync(file, "utf8").split(/\r?\n|\r/)) {
    const cells = line.split(",").map((c) => c.trim().replace(/^"|"$/g, ""));
    const value = Number(cells.at(-1) || Number.NaN);
    const t = cells.length > 1 ? stamp(cells[0] ?? "") : start + times.length * fiveMinutes;
    if (Number.isNaN(value) || Number.isNaN(t)) continue;
    times.push(t);
    values.push(value);
  }
  return [{ name, times, values, counted: outside(times, []) }];
}

/** "7/24/05 0:30", "07/24/05 00:30:00" as UTC, or what parseStamp knows. */
function stamp(text: string): number {
  const m = /^(\d+)\/(\d+)\/(\d\d) (\d+):(\d\d)/.exec(text);
  if (!m) return parseStamp(text);
  const [, mo, d, y, h, mi] = m.map(Number) as [number, number, number, number, number, number];
  return Date.UTC(2000 + y, mo - 1, d, h, mi);
}

/** Long histories without labels: HISTORY as adaptive-alerting keeps it. Empty where they are absent. */
const readHistories = (dir: string): Ordinary[] => [
  ...read(path.join(dir, "history/rcf-inflow.txt"), "rcf-inflow"),
  ...read(path.join(dir, "history/cal-inflow.csv"), "cal-inflow"),
  ...read(path.join(dir, "history/cal-outflow.csv"), "cal-outflow"),
  ...read(path.join(dir, "datasets/stl-trainer-sample_data.csv"), "stl-trainer"),
];

function labelledRuns(times: readonly number[], labels: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (let i = 0; i < times.length; i++) {
    if (labels[i] !== 1) continue;
    const t = times[i] as number;
    const last = runs.at(-1);
    if (last && labels[i - 1] === 1) last[1] = t;
    else runs.push([t, t]);
  }
  return runs;
}

/** The stretches of real series in which nothing is labelled, set by set. */
export function readOrdinary(
  histories: string,
  nab: ReturnType<typeof readNab>,
  cloud: ReturnType<typeof readCloudMonitoring>,
): OrdinarySet[] {
  const sets = [
    ...readHistories(histories).map((s) => ({ name: s.name, series: [s] })),
    {
      name: "cloud-monitoring, unlabelled parts",
      series: cloud.map((f) => ({
        ...f,
        counted: outside(f.times, labelledRuns(f.times, f.labels)),
      })),
    },
    {
      name: "NAB, real series outside windows",
      series: nab
        .filter((f) => f.name.startsWith("real"))
        .map((f) => ({ ...f, counted: outside(f.times, f.windows) })),
    },
  ];
  return sets.filter((set) => set.series.length > 0);
}
