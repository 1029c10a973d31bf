import type pg from "pg";
import { addJob } from "../db/jobs";
import { announce } from "../db/live";
import type { Anomaly } from "./model";

const atColumns = ["startedAt", "lastAt", "endedAt", "peakAt"] as const;
const columns = [
  "id",
  "seriesId",
  "detectorId",
  "detectorVersion",
  "service",
  "metric",
  "level",
  "direction",
  "startedAt",
  "lastAt",
  "endedAt",
  "points",
  "peakAt",
  "peakValue",
  "peakExpected",
  "peakLower",
  "peakUpper",
  "peakScore",
  "muted",
] as const satisfies (keyof Anomaly)[];
const isTime = (c: string) => (atColumns as readonly string[]).includes(c);
const typeOf = (c: (typeof columns)[number]) =>
  isTime(c) || c.startsWith("peak")
    ? "float8"
    : ["seriesId", "detectorVersion", "points"].includes(c)
      ? "int"
      : "text";
const quoted = columns.map((c) => `"${c}"`);

// What is there stays unless the new row reaches further: a replay tells old news again and must not take anything back.
const upsert = (table: "anomalies" | "shadow_anomalies", key: string) => `
  INSERT INTO ${table} (${quoted.join(", ")}, "updatedAt")
  SELECT ${columns.map((c) => (isTime(c) ? `to_timestamp(n."${c}" / 1000) AT TIME ZONE 'UTC'` : `n."${c}"`)).join(", ")},
    now() AT TIME ZONE 'UTC'
  FROM jsonb_to_recordset($1::jsonb) AS n(${columns.map((c) => `"${c}" ${typeOf(c)}`).join(", ")})
  WHERE EXISTS (SELECT FROM detectors WHERE id = n."detectorId") AND EXISTS (SELECT FROM series WHERE id = n."seriesId")
  ON CONFLICT (${key}) DO UPDATE SET ${quoted.map((c) => `${c} = EXCLUDED.${c}`).join(", ")}, "updatedAt" = EXCLUDED."updatedAt"
  WHERE (EXCLUDED."lastAt", coalesce(EXCLUDED."endedAt", '-infinity'))
      > (${table}."lastAt", coalesce(${table}."endedAt", '-infinity'))
  RETURNING id`;
const upsertLive = upsert("anomalies", "id");
const upsertShadow = upsert("shadow_anomalies", `"detectorId", "detectorVersion", id`);

/** More changed anomalies than this are announced as "several". */
const namedAtMost = 20;

/**
 * Writes anomalies as far as they say more than what is there; the same again changes nothing. With `news` (something
 * opened, changed or closed) the situations are looked at again. Returns the ids written.
 */
export async function saveAnomalies(
  tx: pg.PoolClient,
  anomalies: readonly Anomaly[],
  { news }: { news: boolean },
): Promise<string[]> {
  if (anomalies.length === 0) return [];
  const { rows } = await tx.query<{ id: string }>(upsertLive, [JSON.stringify(anomalies)]);
  if (rows.length === 0) return [];
  if (news) await addJob(tx, "situate", {}, { key: "situate" });
  if (rows.length > namedAtMost) await announce(tx, { topic: "anomaly" });
  else for (const { id } of rows) await announce(tx, { topic: "anomaly", id });
  return rows.map((r) => r.id);
}

/** Writes what shadow versions would have raised, apart from all that is real. */
export async function saveShadowAnomalies(
  tx: pg.PoolClient,
  anomalies: readonly Anomaly[],
): Promise<void> {
  if (anomalies.length === 0) return;
  await tx.query(upsertShadow, [JSON.stringify(anomalies)]);
}
