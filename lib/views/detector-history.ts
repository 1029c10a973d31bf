import { z } from "zod";
import { readTunings } from "../detect/label-store";
import { noTuning } from "../detect/tuning";
import { tuningKey } from "../detect/tuning-key";
import { Problem } from "../problem";
import { readSamples } from "../samples/store";
import { situationName } from "../situate/model";
import { defineView } from "../view";
import { readAnomalies } from "./metrics-anomalies";
import { readFlags } from "./metrics-flags";

const day = 86_400_000;
/** More points than this are not sent to a browser; the newest are kept. */
const maxPoints = 150_000;

/** The real history of one series for the preview: every point, unsampled, and the companion series of the traffic gate. */
export const detectorHistory = defineView({
  input: z.object({
    seriesId: z.number().int(),
    days: z.number().int().min(1).max(28).default(7),
    /** Metric of the same service that the traffic gate looks at */
    companion: z.string().nullable().default(null),
    /** Whose labels and silences count */
    detectorId: z.string(),
  }),
  async load({ db, now }, { seriesId, days, companion, detectorId }) {
    const series = await db.prisma.series.findUnique({ where: { id: seriesId } });
    if (!series)
      throw new Problem("not-found", "There is no such series. It may have been removed.");
    const from = now - days * day;
    const other =
      companion && series.service
        ? await db.prisma.series.findFirst({
            where: { service: series.service, metric: companion },
            // As the worker chooses
            orderBy: { id: "asc" },
          })
        : null;
    const [read, anomalies, flags, tunings, situations] = await Promise.all([
      readSamples(db.pool, other ? [series.id, other.id] : [series.id], from, now),
      readAnomalies(db, { seriesIds: [series.id], from, to: now, take: 1000 }),
      series.service ? readFlags(db, { services: [series.service], from, to: now }) : [],
      readTunings(db, { now }),
      series.service
        ? db.prisma.situation.findMany({
            where: {
              services: { has: series.service },
              onsetAt: { lte: new Date(now) },
              OR: [{ resolvedAt: null }, { resolvedAt: { gte: new Date(from) } }],
            },
            orderBy: { onsetAt: "asc" },
            take: 500,
            select: { id: true, title: true, onsetAt: true, openedAt: true, resolvedAt: true },
          })
        : [],
    ]);
    const points = read.get(series.id) ?? { times: [], values: [] };
    const traffic = other ? read.get(other.id) : undefined;
    return {
      from,
      to: now,
      all: points.times.length,
      times: points.times.slice(-maxPoints),
      values: points.values.slice(-maxPoints),
      traffic: traffic
        ? { times: traffic.times.slice(-maxPoints), values: traffic.values.slice(-maxPoints) }
        : null,
      anomalies,
      flags,
      series: { id: series.id, service: series.service, metric: series.metric },
      /** What labels and silences have taught the detector about this series */
      tuning: tunings.get(tuningKey(detectorId, seriesId)) ?? noTuning,
      /** Situations of its service in these days */
      situations: situations.map((s) => ({
        id: s.id,
        name: situationName(s.id),
        title: s.title,
        onsetAt: s.onsetAt.getTime(),
        openedAt: s.openedAt.getTime(),
        resolvedAt: s.resolvedAt?.getTime() ?? null,
      })),
    };
  },
});
