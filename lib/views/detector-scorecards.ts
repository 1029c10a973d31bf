import { z } from "zod";
import type { LabelKind } from "../detect/label";
import { noLabels, precisionOf } from "../detect/precision";
import { defineView } from "../view";

const day = 86_400_000;
const window = 30 * day;
/** The rate of points is taken from the last minutes that had any. */
const rateMs = 5 * 60_000;

/**
 * How well each detector does: precision on labels, anomalies per day, share in situations, and what it costs. Anomalies
 * and labels of the last 30 days, or since the detector was made where that is shorter; muted ones are counted apart.
 */
export const detectorScorecards = defineView({
  input: z.object({ detectorId: z.string().optional() }),
  async load({ db, now }, { detectorId }) {
    const only = [detectorId ?? null];
    const newest = await db.prisma.series.aggregate({
      where: { lastAt: { lte: new Date(now) } },
      _max: { lastAt: true },
    });
    const until = newest._max.lastAt?.getTime() ?? now;
    const [detectors, raised, labels, states, points] = await Promise.all([
      db.prisma.detector.findMany({
        ...(detectorId === undefined ? {} : { where: { id: detectorId } }),
        select: { id: true, createdAt: true },
      }),
      db.pool.query<Raised>(
        `SELECT a."detectorId" AS id, count(*) FILTER (WHERE muted IS NULL)::int AS count,
                count(*) FILTER (WHERE muted IS NOT NULL)::int AS muted, (count(m."anomalyId") FILTER (WHERE muted IS NULL))::int AS joined,
                (extract(epoch FROM min(a."startedAt")) * 1000)::float8 AS first
         FROM anomalies a LEFT JOIN situation_anomalies m ON m."anomalyId" = a.id
         WHERE a."startedAt" >= to_timestamp($2::float8 / 1000) AT TIME ZONE 'UTC'
           AND ($1::text IS NULL OR a."detectorId" = $1) GROUP BY 1`,
        [...only, now - window],
      ),
      db.pool.query<{ id: string; kind: LabelKind; count: number }>(
        `SELECT "detectorId" AS id, kind, count(*)::int AS count FROM anomaly_labels
         WHERE "undoneAt" IS NULL AND at >= to_timestamp($2::float8 / 1000) AT TIME ZONE 'UTC'
           AND ($1::text IS NULL OR "detectorId" = $1) GROUP BY 1, 2`,
        [...only, now - window],
      ),
      db.pool.query<{ id: string; series: number; bytes: number }>(
        `SELECT "detectorId" AS id, count(*)::int AS series, sum(octet_length(state))::float8 AS bytes
         FROM detector_states WHERE $1::text IS NULL OR "detectorId" = $1 GROUP BY 1`,
        only,
      ),
      db.pool.query<{ id: string; count: number }>(
        `SELECT d."detectorId" AS id, count(*)::int AS count
         FROM detector_states d JOIN samples s ON s.series_id = d."seriesId"
         WHERE s.time > to_timestamp($2::float8 / 1000) AND s.time <= to_timestamp($3::float8 / 1000)
           AND ($1::text IS NULL OR d."detectorId" = $1) GROUP BY 1`,
        [...only, until - rateMs, until],
      ),
    ]);
    return {
      scorecards: detectors.map((d) => {
        const r = raised.rows.find((x) => x.id === d.id);
        const counts = noLabels();
        for (const l of labels.rows) if (l.id === d.id) counts[l.kind] = l.count;
        const state = states.rows.find((s) => s.id === d.id);
        // History may have been replayed: it works since the first thing that is known of it
        const since = Math.min(d.createdAt.getTime(), r?.first ?? now);
        const days = Math.max(1, Math.min(window, now - since) / day);
        return {
          detectorId: d.id,
          days,
          anomalies: r?.count ?? 0,
          muted: r?.muted ?? 0,
          perDay: (r?.count ?? 0) / days,
          /** 0–1 of the anomalies; null without any */
          inSituations: r && r.count > 0 ? Math.min(1, r.joined / r.count) : null,
          labels: counts,
          precision: precisionOf(counts),
          cost: {
            series: state?.series ?? 0,
            stateBytes: state?.bytes ?? 0,
            pointsPerDay:
              (points.rows.find((p) => p.id === d.id)?.count ?? 0) * Math.round(day / rateMs),
          },
        };
      }),
    };
  },
});

type Raised = { id: string; count: number; muted: number; joined: number; first: number };
