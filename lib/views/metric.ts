import { z } from "zod";
import { Problem } from "../problem";
import { readDownsampled, readSamples } from "../samples/store";
import { downsample } from "../series/downsample";
import type { Tags } from "../series/tags";
import { resolveRange } from "../series/time-range";
import { beganAt } from "../situate/model";
import { defineView } from "../view";
import { type LiveDetector, matcherOf, readLiveDetectors } from "./detectors-match";
import { type JudgedPoint, judgePoints } from "./metric-band";
import { readTaught } from "./metric-taught";
import { readAnomalies } from "./metrics-anomalies";
import { readFlags } from "./metrics-flags";
import { shownPoints } from "./metrics-points";
import { metricTitle, tagWords } from "./metrics-words";

const hour = 3_600_000;
const day = 24 * hour;
/** History a detector folds over before the range, so that its band is what the worker's would be. */
const leadInMs = 8 * day;
const maxPoints = 1600;

/** One series over a range: points, band and verdicts of a detector, anomalies, changes, and the wider context. */
export const metric = defineView({
  input: z.object({
    id: z.number().int(),
    from: z.string(),
    to: z.string(),
    /** Whose band to show; the first that watches the series when absent */
    detector: z.string().default(""),
    /** Also the same range this many days before, for comparison; 0 for none */
    beforeDays: z.number().int().min(0).max(28).default(0),
  }),
  async load({ db, now }, input) {
    const { from, to } = resolveRange(input, now);
    const series = await db.prisma.series.findUnique({ where: { id: input.id } });
    if (!series)
      throw new Problem("not-found", "There is no such series. It may have been removed.");
    const tags = series.tags as Tags;
    const detectors = (await readLiveDetectors(db)).filter((d) =>
      matcherOf(d.target)(series.metric, tags),
    );
    const detector = detectors.find((d) => d.id === input.detector) ?? detectors[0] ?? null;
    const contextFrom = Math.max(Math.min(from, to - 12 * (to - from)), to - 28 * day);
    const shift = input.beforeDays * day;
    const [judged, context, anomalies, flags, before, taught, situations] = await Promise.all([
      readJudged(db, series.id, detector, { from, to }),
      readDownsampled(db.pool, [series.id], contextFrom, Math.min(now, to), 300),
      readAnomalies(db, { seriesIds: [series.id], from: Math.min(contextFrom, from), to }),
      series.service ? readFlags(db, { services: [series.service], from, to }) : [],
      shift > 0 ? readDownsampled(db.pool, [series.id], from - shift, to - shift, 400) : null,
      readTaught(db, series.id, now),
      series.service
        ? db.prisma.situation.findMany({
            where: {
              services: { has: series.service },
              onsetAt: { lte: new Date(to) },
              OR: [{ resolvedAt: null }, { resolvedAt: { gte: new Date(from) } }],
            },
            select: {
              id: true,
              title: true,
              onsetAt: true,
              saidOnsetAt: true,
              resolvedAt: true,
              status: true,
            },
            orderBy: { onsetAt: "desc" },
            take: 20,
          })
        : [],
    ]);
    return {
      from,
      to,
      now,
      series: {
        id: series.id,
        metric: series.metric,
        title: metricTitle(series.metric),
        service: series.service,
        tags,
        tagWords: tagWords(tags),
        unit: series.unit,
        origin: series.origin,
        lastAt: series.lastAt?.getTime() ?? null,
      },
      points: thin(judged),
      count: judged.length,
      context: {
        from: contextFrom,
        to: Math.min(now, to),
        points: shownPoints(context.get(series.id)),
      },
      before: shownPoints(before?.get(series.id)).map((p) => ({ ...p, t: p.t + shift })),
      anomalies,
      taught,
      flags,
      situations: situations.map((s) => ({
        id: s.id,
        title: s.title,
        status: s.status,
        from: beganAt(s).getTime(),
        to: s.resolvedAt?.getTime() ?? null,
      })),
      detector: detector && {
        id: detector.id,
        title: detector.title,
        version: detector.version,
        algorithm: detector.algorithm,
        enabled: detector.enabled,
      },
      detectors: detectors.map(({ id, title, version, enabled }) => ({
        id,
        title,
        version,
        enabled,
      })),
    };
  },
});

async function readJudged(
  db: Parameters<typeof readAnomalies>[0],
  id: number,
  detector: LiveDetector | null,
  { from, to }: { from: number; to: number },
): Promise<JudgedPoint[]> {
  if (!detector) {
    const plain = await readDownsampled(db.pool, [id], from, to, maxPoints / 2);
    return shownPoints(plain.get(id));
  }
  const points = (await readSamples(db.pool, [id], from - leadInMs, to)).get(id);
  return judgePoints(points ?? { times: [], values: [] }, detector, { from, to });
}

/** Few enough points for a chart, keeping the lowest and highest of every part. */
function thin(points: readonly JudgedPoint[]): JudgedPoint[] {
  return downsample(
    points.map((p) => p.t),
    points.map((p) => p.value),
    maxPoints,
  ).flatMap((i) => points[i] ?? []);
}
