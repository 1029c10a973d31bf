import type { Around } from "./around";
import { type Anomaly, counts, type DetectorSettings, newVerdict, type Verdict } from "./model";
import { runSettings } from "./run-settings";
import { type RunSeries, SeriesRun } from "./series-run";
import { noTuning, type Tuning } from "./tuning";

export type { RunSeries, Tuning };

/** Points in the order of time; times in epoch ms, NaN is a gap. */
export type PreviewPoints = { times: ArrayLike<number>; values: ArrayLike<number> };

/** One entry for each point, at `times[i]`. NaN where the detector says nothing. */
export type Band = {
  times: Float64Array;
  expected: Float64Array;
  /** Bounds of WEAK */
  lower: Float64Array;
  upper: Float64Array;
  /** Index into `bandLevels` */
  levels: Uint8Array;
};

export const bandLevels = ["UNKNOWN", "NORMAL", "WEAK", "STRONG"] as const;

export type Preview = {
  band: Band;
  anomalies: Anomaly[];
  /** Epoch ms of the point at which each was raised, by its id: an onset may be known only some points later */
  openedAt: Record<string, number>;
  /** What would have been raised between `from` and the last point */
  summary: {
    from: number;
    to: number;
    points: number;
    anomalies: number;
    strong: number;
    perDay: number;
    perWeek: number;
  };
};

const dayMs = 86_400_000;
const plain = counts.parse({});
const unnamed: RunSeries = { id: 0, service: null, metric: "" };

function newBand(n: number): Band {
  return {
    times: new Float64Array(n),
    expected: new Float64Array(n).fill(Number.NaN),
    lower: new Float64Array(n).fill(Number.NaN),
    upper: new Float64Array(n).fill(Number.NaN),
    levels: new Uint8Array(n),
  };
}

function draw(band: Band, i: number, v: Verdict): void {
  band.expected[i] = v.expected;
  band.lower[i] = Number.isNaN(v.weakLower) ? v.strongLower : v.weakLower;
  band.upper[i] = Number.isNaN(v.weakUpper) ? v.strongUpper : v.weakUpper;
  band.levels[i] = bandLevels.indexOf(v.level);
}

/**
 * What a detector with these settings would have done to these points, by the very run the worker uses. Points before
 * `from` (epoch ms) are only learned from, as the worker does with history; `traffic` is the companion series of
 * `counts.minTraffic`. Runs in the browser. Throws Problem "bad-input" for settings that cannot run.
 */
export function preview({
  settings,
  points,
  from = Number.NEGATIVE_INFINITY,
  traffic = null,
  series = unnamed,
  detectorId = "preview",
  version = 1,
  tuning = noTuning,
  around,
}: {
  settings: DetectorSettings;
  points: PreviewPoints;
  from?: number;
  traffic?: PreviewPoints | null;
  series?: RunSeries;
  detectorId?: string;
  version?: number;
  /** What labels have taught this detector about this series */
  tuning?: Tuning;
  /** Changes of its service and maintenance windows in whose scope it is */
  around?: Around;
}): Preview {
  const anomalies = new Map<string, Anomaly>();
  const openedAt: Record<string, number> = {};
  let at = from;
  const run = new SeriesRun(
    // History is in order: nothing late has to be waited for
    runSettings(detectorId, version, {
      ...settings,
      counts: { ...settings.counts, lateMs: 0 },
    }),
    series,
    (event, a) => {
      anomalies.set(a.id, a);
      if (event === "opened") openedAt[a.id] = at;
    },
    undefined,
    tuning,
    around,
  );
  const n = points.times.length;
  const band = newBand(n);
  let judged = 0;
  let k = 0;
  for (let i = 0; i < n; i++) {
    const t = points.times[i] as number;
    const value = points.values[i] as number;
    band.times[i] = t;
    at = t;
    for (; traffic && k < traffic.times.length && (traffic.times[k] as number) <= t; k++)
      run.pushTraffic(traffic.times[k] as number, traffic.values[k] as number);
    if (t >= from) judged++;
    const verdict = t < from ? run.train(t, value) : run.push(t, value);
    if (verdict) draw(band, i, verdict);
  }
  for (; traffic && k < traffic.times.length; k++)
    run.pushTraffic(traffic.times[k] as number, traffic.values[k] as number);
  const found = [...anomalies.values()];
  const to = n === 0 ? from : (points.times[n - 1] as number);
  const first = Math.max(from, n === 0 ? from : (points.times[0] as number));
  const days = Math.max((to - first) / dayMs, 1 / 24);
  return {
    band,
    anomalies: found,
    openedAt,
    summary: {
      from: first,
      to,
      points: judged,
      anomalies: found.length,
      strong: found.filter((a) => a.level === "STRONG").length,
      perDay: found.length / days,
      perWeek: (7 * found.length) / days,
    },
  };
}

/** Only the band: what was expected of each point before it came. For charts. */
export function foldBand(
  { algorithm, params }: Pick<DetectorSettings, "algorithm" | "params">,
  { times, values }: PreviewPoints,
): Band {
  const { detector, params: parsed } = runSettings("", 0, { algorithm, params, counts: plain });
  const state = detector.init(parsed);
  const band = newBand(times.length);
  const verdict = newVerdict();
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < times.length; i++) {
    const t = times[i] as number;
    band.times[i] = t;
    if (!(t > last)) continue;
    last = t;
    detector.step(state, t, values[i] as number, parsed, verdict);
    draw(band, i, verdict);
  }
  return band;
}
