import type pg from "pg";
import type { Db } from "../db/client";
import { saveAnomalies } from "./anomaly-store";
import { counts } from "./model";
import { insertDetector } from "./store";

/** The metric of series that stand for alerts of somebody else's rules; their labels are the tags. */
export const alertMetric = "alert";

const detectorId = "foreign-alerts";
/** Severities, as people write them, that wake nobody. */
const mild = new Set(["info", "none", "low", "warning", "warn", "notice"]);

/** An alert whose series is known. Times in epoch ms. */
export type SeriesAlert = {
  seriesId: number;
  service: string | null;
  fingerprint: string;
  severity: string | undefined;
  startsAt: number;
  /** null while it fires */
  endsAt: number | null;
};

/** Sees to it that the detector exists in whose name foreign alerts are stored. */
export async function ensureAlertDetector(db: Db, now: number): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`detector ${detectorId}`}))`;
    if ((await tx.detector.count({ where: { id: detectorId } })) > 0) return;
    await insertDetector(tx, {
      id: detectorId,
      title: "Alerts from elsewhere",
      managed: "auto",
      settings: {
        algorithm: "constant-threshold",
        params: {},
        counts: counts.parse({ direction: "above" }),
        target: `metric = ${alertMetric}`,
      },
      note: "Alerts arrive already judged",
      author: null,
      now,
    });
  });
}

/** An alert's anomaly: the same alert and start is the same one, however often it is told. */
export const alertAnomalyId = (a: { fingerprint: string; startsAt: number }): string =>
  `alert-${a.fingerprint}-${a.startsAt}`;

/** Writes alerts as anomalies and wakes the situations. Call in a transaction, after `ensureAlertDetector`. */
export async function saveAlerts(
  tx: pg.PoolClient,
  alerts: readonly SeriesAlert[],
  now: number,
): Promise<string[]> {
  // One message may tell an alert twice; the last word counts.
  const once = [...new Map(alerts.map((a) => [alertAnomalyId(a), a])).values()];
  const known = await lastKnown(tx, once.map(alertAnomalyId));
  return saveAnomalies(
    tx,
    once.map((a) => {
      const id = alertAnomalyId(a);
      const level = mild.has(a.severity?.toLowerCase() ?? "") ? "WEAK" : "STRONG";
      return {
        id,
        seriesId: a.seriesId,
        detectorId,
        detectorVersion: 1,
        service: a.service,
        metric: alertMetric,
        level,
        direction: "above",
        startedAt: a.startsAt,
        lastAt: Math.max(a.startsAt, a.endsAt ?? now, known.get(id) ?? 0),
        endedAt: a.endsAt,
        points: 1,
        peakAt: a.startsAt,
        peakValue: 1,
        peakExpected: 0,
        peakLower: null,
        peakUpper: null,
        // A rule that somebody wrote fires when something is wrong: as rare as a level's usual score.
        peakScore: level === "STRONG" ? 6 : 3,
        muted: null,
      };
    }),
    { news: true },
  );
}

/** Ends an alert that was not told again; false when it has ended already. */
export async function endAlert(tx: pg.PoolClient, id: string, at: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE anomalies SET "endedAt" = $2::timestamp, "updatedAt" = now() AT TIME ZONE 'UTC'
     WHERE id = $1 AND "endedAt" IS NULL`,
    [id, new Date(at).toISOString()],
  );
  return (rowCount ?? 0) > 0;
}

async function lastKnown(tx: pg.PoolClient, ids: string[]): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ id: string; at: number }>(
    `SELECT id, (extract(epoch FROM "lastAt") * 1000)::float8 AS at FROM anomalies WHERE id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map((r) => [r.id, r.at]));
}
