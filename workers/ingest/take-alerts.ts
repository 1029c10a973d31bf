import { timingSafeEqual } from "node:crypto";
import type pg from "pg";
import { addJob } from "@/lib/db/jobs";
import {
  alertAnomalyId,
  alertMetric,
  ensureAlertDetector,
  saveAlerts,
} from "@/lib/detect/alert-store";
import { serviceOf, upsertSeries } from "@/lib/ingest/series-store";
import type { ForeignAlert } from "@/lib/integrations/alertmanager";
import { findKey } from "@/lib/people/key-store";
import { Problem } from "@/lib/problem";
import type { IngestContext, IngestRequest } from "./route";

/** Takes alerts in as anomalies of series `alert` with their labels as tags. Returns how many said something new. */
export async function takeAlerts(
  { db, now }: IngestContext,
  alerts: readonly ForeignAlert[],
): Promise<number> {
  if (alerts.length === 0) return 0;
  await ensureAlertDetector(db, now());
  const ids = await upsertSeries(
    db.pool,
    alerts.map(({ labels }) => ({ metric: alertMetric, tags: labels })),
  );
  const known = alerts.map((alert, i) => ({
    seriesId: ids[i] ?? 0,
    service: serviceOf(alert.labels),
    fingerprint: alert.fingerprint,
    severity: alert.labels.severity,
    startsAt: alert.startsAt,
    endsAt: alert.endsAt,
  }));
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN");
    const written = await saveAlerts(client, known, now());
    for (const alert of alerts) await endUnlessToldAgain(client, alert);
    await client.query("COMMIT");
    return written.length;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

async function endUnlessToldAgain(client: pg.PoolClient, alert: ForeignAlert): Promise<void> {
  if (alert.validUntil === null) return;
  const anomalyId = alertAnomalyId(alert);
  await addJob(
    client,
    "end-alert",
    { anomalyId, at: alert.validUntil },
    { key: `end-alert:${anomalyId}`, runAt: alert.validUntil },
  );
}

/** Alertmanager signs nothing: it proves itself by the peer's secret, or by an API key for ingest, as Bearer. */
export async function checkBearer(
  { headers }: IngestRequest,
  { db, now }: IngestContext,
  secret: string,
): Promise<void> {
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  if (!given)
    throw new Problem(
      "not-signed-in",
      "Put the integration's secret into http_config.authorization.credentials.",
    );
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  if (a.length === b.length && timingSafeEqual(a, b)) return;
  const key = await findKey(db, given, now());
  if (!key?.scopes.includes("ingest"))
    throw new Problem("not-signed-in", "The Bearer credential is not this integration's secret.");
}
