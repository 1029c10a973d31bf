import { z } from "zod";
import { golden } from "../ingest/model";
import { readDownsampled } from "../samples/store";
import type { Tags } from "../series/tags";
import { resolveRange } from "../series/time-range";
import { defineView } from "../view";
import { matchDetectors } from "./detectors-match";
import { readAnomalies } from "./metrics-anomalies";
import { readLast, sparkValues } from "./metrics-points";
import { metricTitle } from "./metrics-words";

const day = 86_400_000;
const sparkCount = 40;
const signals: readonly string[] = [golden.p95, golden.errors, golden.requests];

/** What the graph's drawer says of one service: its signals, situations, changes and detectors. */
export const graphService = defineView({
  input: z.object({ service: z.string(), from: z.string(), to: z.string() }),
  async load({ db, now }, input) {
    const { from, to } = resolveRange(input, now);
    const { service } = input;
    const series = await db.prisma.series.findMany({ where: { service }, take: 200 });
    const shown = signals.flatMap((m) => series.filter((s) => s.metric === m));
    const ids = shown.map((s) => s.id);
    const [points, last, anomalies, situations, changes, attached] = await Promise.all([
      readDownsampled(db.pool, ids, from, to, sparkCount),
      readLast(db, ids, { from, to }),
      readAnomalies(db, { seriesIds: series.map((s) => s.id), from, to }),
      db.prisma.situation.findMany({
        where: { services: { has: service }, status: { in: ["open", "acknowledged"] } },
        select: { id: true, title: true, openedAt: true, severity: true, owner: true },
        orderBy: { openedAt: "desc" },
      }),
      db.prisma.change.findMany({
        where: { service, at: { gte: new Date(to - day), lte: new Date(to) } },
        orderBy: { at: "desc" },
        select: { id: true, kind: true, title: true, at: true, author: true, from: true, to: true },
      }),
      matchDetectors(
        db,
        series.map((s) => ({ id: s.id, metric: s.metric, tags: s.tags as Tags })),
      ),
    ]);
    const detectors = new Map<
      string,
      { id: string; title: string; version: number; score: number | null }
    >();
    for (const d of [...attached.values()].flat()) {
      const open = anomalies.filter((a) => a.detectorId === d.id && a.endedAt === null);
      const score = open.length > 0 ? Math.max(...open.map((a) => a.peakScore)) : null;
      detectors.set(d.id, { ...d, score });
    }
    return {
      service,
      from,
      to,
      signals: shown.map((s) => {
        const open = anomalies.find((a) => a.seriesId === s.id && a.endedAt === null);
        const slot = (t: number) => Math.floor(((t - from) / (to - from)) * sparkCount);
        return {
          id: s.id,
          metric: s.metric,
          title: metricTitle(s.metric),
          unit: s.unit,
          last: last.get(s.id)?.value ?? null,
          spark: sparkValues(points.get(s.id), { from, to, count: sparkCount }),
          runs: anomalies
            .filter((a) => a.seriesId === s.id)
            .map((a) => ({
              from: slot(a.startedAt),
              to: a.endedAt === null ? sparkCount : slot(a.endedAt),
              level: a.level,
            })),
          level: open?.level ?? null,
          expected: open?.peakExpected ?? null,
        };
      }),
      situations: situations.map((s) => ({ ...s, openedAt: s.openedAt.getTime() })),
      changes: changes.map((c) => ({ ...c, at: c.at.getTime() })),
      detectors: [...detectors.values()],
    };
  },
});
