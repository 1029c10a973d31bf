import { z } from "zod";
import { golden } from "../ingest/model";
import { readDownsampled } from "../samples/store";
import { resolveRange } from "../series/time-range";
import { defineView } from "../view";
import { readAnomalies } from "./metrics-anomalies";
import { readFlags } from "./metrics-flags";
import { readLast, shownPoints } from "./metrics-points";
import { metricTitle } from "./metrics-words";

const shown = [golden.requests, golden.errors, golden.p95, golden.p99] as const;
const perPage = 12;

/** The golden signals of every service as small charts: rate, failures and latency side by side. */
export const metricsGolden = defineView({
  input: z.object({
    from: z.string(),
    to: z.string(),
    q: z.string().max(200).default(""),
    page: z.number().int().min(1).default(1),
  }),
  async load({ db, now }, { from: fromText, to: toText, q, page }) {
    const { from, to } = resolveRange({ from: fromText, to: toText }, now);
    const all = await db.prisma.series.findMany({
      where: {
        metric: { in: [...shown] },
        service: { not: null, contains: q, mode: "insensitive" },
      },
      orderBy: [{ service: "asc" }],
      select: { id: true, metric: true, service: true, unit: true },
    });
    const names = [...new Set(all.map((s) => s.service as string))];
    const services = names.slice((page - 1) * perPage, page * perPage);
    const series = all.filter((s) => services.includes(s.service as string));
    const ids = series.map((s) => s.id);
    const [points, last, anomalies, flags] = await Promise.all([
      readDownsampled(db.pool, ids, from, to, 120),
      readLast(db, ids, { from, to }),
      readAnomalies(db, { seriesIds: ids, from, to }),
      readFlags(db, { services, from, to }),
    ]);
    return {
      from,
      to,
      total: names.length,
      pages: Math.max(1, Math.ceil(names.length / perPage)),
      services: services.map((service) => ({
        service,
        open: anomalies.filter((a) => a.service === service && a.endedAt === null).length,
        flags: flags.filter((f) => f.service === service),
        series: shown.flatMap((metric) => {
          const s = series.find((x) => x.service === service && x.metric === metric);
          if (!s) return [];
          return [
            {
              id: s.id,
              metric,
              title: metricTitle(metric),
              unit: s.unit,
              last: last.get(s.id) ?? null,
              points: shownPoints(points.get(s.id)),
              anomalies: anomalies.filter((a) => a.seriesId === s.id),
            },
          ];
        }),
      })),
    };
  },
});
