import { distanceFrom } from "./gates";
import type { Anomaly, DetectorSettings } from "./model";
import type { PreviewPoints } from "./preview";
import { runSettings } from "./run-settings";
import { type RunSeries, SeriesRun } from "./series-run";
import type { Tuning } from "./tuning";

/** What a detector with one tuning makes of some points. */
export type Replay = {
  anomalies: Anomaly[];
  /** Largest distance of an anomalous point within `around` from what was expected; 0 without one */
  distance: number;
};

export type ReplayInput = {
  settings: DetectorSettings;
  detectorId: string;
  version: number;
  series: RunSeries;
  points: PreviewPoints;
  traffic: PreviewPoints | null;
  /** Points before this are only learned from, epoch ms */
  from: number;
};

/** Points between two breaths: other work of the process goes on. */
const slice = 5000;

/** Replays points through the run that the worker uses. `breathe` is awaited every few thousand points. */
export async function replay(
  { settings, detectorId, version, series, points, traffic, from }: ReplayInput,
  {
    tuning,
    around = null,
    breathe,
  }: {
    tuning: Tuning;
    around?: { from: number; to: number } | null;
    breathe(): Promise<unknown>;
  },
): Promise<Replay> {
  const found = new Map<string, Anomaly>();
  const run = new SeriesRun(
    runSettings(detectorId, version, {
      ...settings,
      // History is in order: nothing late has to be waited for
      counts: { ...settings.counts, lateMs: 0 },
    }),
    series,
    (_, a) => found.set(a.id, a),
    undefined,
    tuning,
  );
  let distance = 0;
  let k = 0;
  for (let i = 0; i < points.times.length; i++) {
    if (i % slice === slice - 1) await breathe();
    const t = points.times[i] as number;
    const value = points.values[i] as number;
    for (; traffic && k < traffic.times.length && (traffic.times[k] as number) <= t; k++)
      run.pushTraffic(traffic.times[k] as number, traffic.values[k] as number);
    const verdict = t < from ? run.train(t, value) : run.push(t, value);
    if (!verdict || !around || t < around.from || t > around.to) continue;
    if (verdict.level !== "WEAK" && verdict.level !== "STRONG") continue;
    distance = Math.max(distance, distanceFrom(value, verdict));
  }
  for (; traffic && k < traffic.times.length; k++)
    run.pushTraffic(traffic.times[k] as number, traffic.values[k] as number);
  return { anomalies: [...found.values()], distance };
}

/** What a label would have changed, had it been there all along. */
export type LabelEffect = {
  /** Anomalies that page, before and after */
  before: number;
  after: number;
  /** Those that are not raised any more, and those that are recorded but muted */
  silenced: Anomaly[];
  muted: Anomaly[];
};

const overlap = (a: Anomaly, b: Anomaly) => a.startedAt <= b.lastAt && b.startedAt <= a.lastAt;

/** Compares two replays of the same points. An anomaly is silenced when none of the other replay overlaps it. */
export function compareReplays(before: readonly Anomaly[], after: readonly Anomaly[]): LabelEffect {
  const paging = before.filter((a) => a.muted === null);
  const silenced: Anomaly[] = [];
  const muted: Anomaly[] = [];
  for (const a of paging) {
    const same = after.filter((b) => overlap(a, b));
    if (same.length === 0) silenced.push(a);
    else if (same.every((b) => b.muted !== null)) muted.push(a);
  }
  return {
    before: paging.length,
    after: after.filter((a) => a.muted === null).length,
    silenced,
    muted,
  };
}
