import { z } from "zod";
import { readDownsampled } from "../samples/store";
import type { Tags } from "../series/tags";
import { resolveRange } from "../series/time-range";
import { defineView } from "../view";
import { matchDetectors } from "./detectors-match";
import { readAnomalies } from "./metrics-anomalies";
import { readLast, sparkValues } from "./metrics-points";
import { metricTitle, tagWords } from "./metrics-words";

const perPage = 50;

/** Every series by name, service or tag: its last value, its shape in the range, its detectors, its open anomalies. */
export const metrics = defineView({
  input: z.object({
    from: z.string(),
    to: z.string(),
    /** Words that must all occur in the metric, its service or its tags */
    q: z.string().max(200).default(""),
    service: z.string().max(200).default(""),
    page: z.number().int().min(1).default(1),
  }),
  async load({ db, now }, { from: fromText, to: toText, q, service, page }) {
    const { from, to } = resolveRange({ from: fromText, to: toText }, now);
    const where = {
      ...(service ? { service } : {}),
      AND: q
        .split(/\s+/)
        .filter(Boolean)
        .map((word) => ({
          OR: [
            { key: { contains: word, mode: "insensitive" as const } },
            { service: { contains: word, mode: "insensitive" as const } },
          ],
        })),
    };
    const [total, everything, rows] = await Promise.all([
      db.prisma.series.count({ where }),
      db.prisma.series.count(),
      db.prisma.series.findMany({
        where,
        orderBy: [{ service: "asc" }, { metric: "asc" }, { key: "asc" }],
        skip: (page - 1) * perPage,
        take: perPage,
      }),
    ]);
    const ids = rows.map((s) => s.id);
    const [points, last, anomalies, detectors] = await Promise.all([
      readDownsampled(db.pool, ids, from, to, 40),
      readLast(db, ids, { from, to }),
      readAnomalies(db, { seriesIds: ids, from, to }),
      matchDetectors(
        db,
        rows.map((s) => ({ id: s.id, metric: s.metric, tags: s.tags as Tags })),
      ),
    ]);
    return {
      from,
      to,
      total,
      everything,
      pages: Math.max(1, Math.ceil(total / perPage)),
      series: rows.map((s) => ({
        id: s.id,
        metric: s.metric,
        title: metricTitle(s.metric),
        service: s.service,
        tags: tagWords(s.tags as Tags),
        unit: s.unit,
        origin: s.origin,
        last: last.get(s.id) ?? null,
        spark: sparkValues(points.get(s.id), { from, to, count: 40 }),
        detectors: detectors.get(s.id) ?? [],
        open: anomalies.find((a) => a.seriesId === s.id && a.endedAt === null) ?? null,
        anomalies: anomalies.filter((a) => a.seriesId === s.id).length,
      })),
    };
  },
});
