import { z } from "zod";
import { detectors as algorithms } from "../detect/detectors";
import { counts } from "../detect/model";
import { summarizeReadiness } from "../detect/readiness-summary";
import { unusedBecause } from "../detect/unused";
import { ExpressionError } from "../series/expression";
import { SeriesIndex } from "../series/expression-index";
import type { Tags } from "../series/tags";
import { defineView } from "../view";
import { readReadiness } from "./detector-readiness";
import { readLiveDetectors } from "./detectors-match";

const day = 86_400_000;

/** Every detector: what it watches, how ready, trusted and useful it is, what it raised in the last 24 h. */
export const detectors = defineView({
  input: z.object({}),
  async load({ db, now }) {
    const [live, series, readiness, raised, judged, rules] = await Promise.all([
      readLiveDetectors(db),
      db.prisma.series.findMany({
        select: { id: true, metric: true, tags: true, service: true, lastAt: true },
      }),
      readReadiness(db),
      db.pool.query<Raised>(
        `SELECT "detectorId" AS id, count(*) FILTER (WHERE "startedAt" > since)::int AS count,
                count(*) FILTER (WHERE "startedAt" > since AND level = 'STRONG')::int AS strong,
                count(*) FILTER (WHERE "endedAt" IS NULL)::int AS open,
                extract(epoch FROM max("startedAt"))::float8 * 1000 AS last
         FROM anomalies, (SELECT to_timestamp($1::float8 / 1000) AT TIME ZONE 'UTC' AS since) s GROUP BY 1`,
        [now - day],
      ),
      db.pool.query<{ id: string; upTo: number }>(
        `SELECT "detectorId" AS id, (extract(epoch FROM max("upTo")) * 1000)::float8 AS "upTo"
         FROM detector_states GROUP BY 1`,
      ),
      db.prisma.detectorRule.count(),
    ]);
    const index = new SeriesIndex<number>();
    const byId = new Map(series.map((s) => [s.id, s]));
    for (const s of series) index.add(s.id, s.metric, s.tags as Tags);
    const judgedUpTo = new Map(judged.rows.map((r) => [r.id, r.upTo]));
    const raisedBy = new Map(raised.rows.map((r) => [r.id, r]));
    return {
      now,
      series: series.length,
      rules,
      detectors: live.map((d) => {
        const watched = matched(index, d.target).flatMap((id) => byId.get(id) ?? []);
        const r = raisedBy.get(d.id);
        // Series that we compute ourselves carry no time of their last point; what was judged had come
        const dataAt = watched.reduce(
          (m, s) => Math.max(m, s.lastAt?.getTime() ?? 0),
          judgedUpTo.get(d.id) ?? 0,
        );
        return {
          id: d.id,
          title: d.title,
          enabled: d.enabled,
          managed: d.managed,
          rule: d.ruleId,
          version: d.version,
          target: d.target,
          algorithm: algorithms[d.algorithm]?.title ?? d.algorithm,
          direction: counts.parse(d.counts).direction,
          series: watched.length,
          services: new Set(watched.flatMap((s) => s.service ?? [])).size,
          readiness: summarizeReadiness(readiness.get(d.id) ?? [], watched.length, d.problem),
          /** Why it pages nobody; null when it is trusted */
          untrusted: d.untrusted,
          /** Why it is of no use to anybody, or null */
          unused: unusedBecause({
            enabled: d.enabled,
            series: watched.length,
            lastDataAt: dataAt || null,
            lastAnomalyAt: r?.last ?? null,
            createdAt: d.createdAt,
            now,
          }),
          /** The version that runs beside the live one */
          shadow: d.shadow !== null && d.shadowUntil !== null ? d.shadow : null,
          anomalies24h: r?.count ?? 0,
          strong24h: r?.strong ?? 0,
          open: r?.open ?? 0,
          lastAt: r?.last ?? null,
        };
      }),
    };
  },
});

/** Series of a saved target; one that does not parse matches nothing. */
function matched(index: SeriesIndex<number>, target: string): number[] {
  try {
    return index.match(target);
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

type Raised = { id: string; count: number; strong: number; open: number; last: number };
