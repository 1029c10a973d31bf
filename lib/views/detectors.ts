import { z } from "zod";
import { detectors as algorithms } from "../detect/detectors";
import { counts } from "../detect/model";
import type { Tags } from "../series/tags";
import { defineView } from "../view";
import { matcherOf, readLiveDetectors } from "./detectors-match";

const day = 86_400_000;

/** Every detector: what it watches, whether it is ready, what it raised in the last 24 h. */
export const detectors = defineView({
  input: z.object({}),
  async load({ db, now }) {
    const [live, series, states, raised] = await Promise.all([
      readLiveDetectors(db),
      db.prisma.series.findMany({ select: { id: true, metric: true, tags: true, service: true } }),
      db.prisma.detectorState.groupBy({ by: ["detectorId", "version"], _count: true }),
      db.pool.query<Raised>(
        `SELECT "detectorId" AS id, count(*) FILTER (WHERE "startedAt" > since)::int AS count,
                count(*) FILTER (WHERE "startedAt" > since AND level = 'STRONG')::int AS strong,
                count(*) FILTER (WHERE "endedAt" IS NULL)::int AS open,
                extract(epoch FROM max("startedAt"))::float8 * 1000 AS last
         FROM anomalies, (SELECT to_timestamp($1::float8 / 1000) AT TIME ZONE 'UTC' AS since) s GROUP BY 1`,
        [now - day],
      ),
    ]);
    return {
      now,
      series: series.length,
      detectors: live.map((d) => {
        const matches = matcherOf(d.target);
        const watched = series.filter((s) => matches(s.metric, s.tags as Tags));
        const state = states.find((s) => s.detectorId === d.id && s.version === d.version);
        const r = raised.rows.find((x) => x.id === d.id);
        return {
          id: d.id,
          title: d.title,
          enabled: d.enabled,
          managed: d.managed,
          version: d.version,
          target: d.target,
          algorithm: algorithms[d.algorithm]?.title ?? d.algorithm,
          direction: counts.parse(d.counts).direction,
          series: watched.length,
          services: new Set(watched.flatMap((s) => s.service ?? [])).size,
          /** Series of which it has learned something */
          learned: Math.min(watched.length, state?._count ?? 0),
          anomalies24h: r?.count ?? 0,
          strong24h: r?.strong ?? 0,
          open: r?.open ?? 0,
          lastAt: r?.last ?? null,
        };
      }),
    };
  },
});

type Raised = { id: string; count: number; strong: number; open: number; last: number };
