import type { Db } from "../db/client";
import type { ReplayInput } from "../detect/label-effect";
import { detectorSettings, newVerdict } from "../detect/model";
import { runSettings } from "../detect/run-settings";
import { readSamples, sampleRetentionMs } from "../samples/store";

const day = 86_400_000;
/** What a label would have done is shown for as many days, where there is history before them to learn from. */
const shownMs = 30 * day;
const learnMs = 7 * day;
/** A replay should not take longer than this; a detector that is too slow for all of it replays the newest part. */
const budgetMs = 2500;

type Wanted = {
  detectorId: string;
  /** Settings as stored, with their version */
  live: { version: number };
  series: { id: number; service: string | null; metric: string };
  /** Epoch ms that must be judged, not only learned from */
  judged: number;
  now: number;
};

/** All history of a series and of its traffic, to be replayed by a detector. Null when that cannot run. */
export async function readReplay(
  db: Db,
  { detectorId, live, series, judged, now }: Wanted,
): Promise<ReplayInput | null> {
  const settings = detectorSettings.safeParse(live);
  if (!settings.success) return null;
  const companion = settings.data.counts.minTraffic?.metric;
  const other =
    companion && series.service
      ? await db.prisma.series.findFirst({
          where: { service: series.service, metric: companion },
          orderBy: { id: "asc" },
        })
      : null;
  const ids = other ? [series.id, other.id] : [series.id];
  const read = await readSamples(db.pool, ids, now - sampleRetentionMs, now + 1);
  const points = read.get(series.id) ?? { times: [], values: [] };
  const first = points.times[0];
  if (first === undefined) return null;
  const learned = Math.max(now - shownMs, Math.min(first + learnMs, now - learnMs));
  const input: ReplayInput = {
    settings: settings.data,
    detectorId,
    version: live.version,
    series,
    points,
    traffic: other ? (read.get(other.id) ?? null) : null,
    from: Math.min(learned, judged),
  };
  const affordable = Math.max(5000, Math.floor(budgetMs / costOfPoint(input)));
  const start = points.times[points.times.length - affordable];
  if (start === undefined) return input;
  return {
    ...input,
    points: {
      times: points.times.slice(-affordable),
      values: points.values.slice(-affordable),
    },
    from: Math.min(judged, Math.max(learned, start + (now - start) / 4)),
  };
}

/** Milliseconds that one point costs, measured on the first thousand. */
function costOfPoint({ settings, detectorId, version, points }: ReplayInput): number {
  const { detector, params } = runSettings(detectorId, version, settings);
  const state = detector.init(params);
  const out = newVerdict();
  const n = Math.min(1000, points.times.length);
  const started = performance.now();
  for (let i = 0; i < n; i++)
    detector.step(state, points.times[i] as number, points.values[i] as number, params, out);
  return Math.max(1e-4, (performance.now() - started) / n);
}
