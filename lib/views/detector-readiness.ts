import { z } from "zod";
import type { Db } from "../db/client";
import type { ReadinessState } from "../detect/readiness";
import type { ReadinessGroup } from "../detect/readiness-summary";
import { defineView } from "../view";

const most = 500;
const worst: Record<string, number> = { failed: 0, degraded: 1, learning: 2, ready: 3 };

/** Pairs of each detector by state. A pair with a saved state of which the worker has told nothing yet judges. */
export async function readReadiness(db: Db, id?: string): Promise<Map<string, ReadinessGroup[]>> {
  const { rows } = await db.pool.query<ReadinessGroup & { id: string }>(
    `SELECT coalesce(r."detectorId", s."detectorId") AS id, coalesce(r.state, 'ready') AS state, count(*)::int AS count,
            sum(coalesce(r.share, CASE WHEN r.state IS NULL THEN 1 ELSE 0 END))::float8 AS share,
            (extract(epoch FROM max(r."etaAt")) * 1000)::float8 AS "etaAt", min(r.why) AS why
     FROM detector_states s FULL JOIN detector_readiness r USING ("detectorId", "seriesId")
     WHERE $1::text IS NULL OR "detectorId" = $1 GROUP BY 1, 2`,
    [id ?? null],
  );
  return Map.groupBy(rows, (r) => r.id);
}

/** How far a detector is with each of its series; the worst first. */
export const detectorReadiness = defineView({
  input: z.object({ id: z.string() }),
  async load({ db }, { id }) {
    const rows = await db.prisma.detectorReadiness.findMany({ where: { detectorId: id } });
    return {
      total: rows.length,
      series: rows
        .sort((a, b) => (worst[a.state] ?? 9) - (worst[b.state] ?? 9) || a.seriesId - b.seriesId)
        .slice(0, most)
        .map((r) => ({
          id: r.seriesId,
          state: r.state as ReadinessState,
          share: r.share,
          etaAt: r.etaAt?.getTime() ?? null,
          why: r.why,
          since: r.at.getTime(),
        })),
    };
  },
});
