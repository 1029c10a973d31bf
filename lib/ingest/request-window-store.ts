import type pg from "pg";
import type { RequestAdd } from "./request-window";

const ts = (ms: string) => `to_timestamp(${ms} / 1000) AT TIME ZONE 'UTC'`;
const epochMs = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

// Rows are locked in one order, so that two processes cannot wait for each other.
const addSql = `
  INSERT INTO request_windows AS w (service, version, instance, start, count, errors, "sumMs", buckets)
  SELECT s, v, i, ${ts("at")}, c, e, m, b::float8[]
  FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::text[])
    AS n(s, v, i, at, c, e, m, b) ORDER BY 1, 2, 3, 4
  ON CONFLICT (service, version, instance, start) DO UPDATE SET
    count = w.count + EXCLUDED.count, errors = w.errors + EXCLUDED.errors, "sumMs" = w."sumMs" + EXCLUDED."sumMs",
    buckets = CASE
      WHEN cardinality(EXCLUDED.buckets) = 0 THEN w.buckets
      WHEN cardinality(w.buckets) = 0 THEN EXCLUDED.buckets
      ELSE (SELECT array_agg(a + b ORDER BY k) FROM unnest(w.buckets, EXCLUDED.buckets) WITH ORDINALITY AS t(a, b, k))
    END`;

/** Adds requests to their windows in the caller's transaction; late ones too, though nothing is emitted again. */
export async function addRequests(tx: pg.PoolClient, rows: readonly RequestAdd[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({
    name: "request-windows-add",
    text: addSql,
    values: [
      rows.map((r) => r.service),
      rows.map((r) => r.version),
      rows.map((r) => r.instance),
      rows.map((r) => r.start),
      rows.map((r) => r.count),
      rows.map((r) => r.errors),
      rows.map((r) => r.sumMs),
      rows.map((r) => `{${r.buckets.join(",")}}`),
    ],
  });
}

/** The latest window of each instance since `sinceMs`. */
export async function latestWindows(
  tx: pg.PoolClient,
  sinceMs: number,
): Promise<{ service: string; version: string; instance: string; start: number }[]> {
  const { rows } = await tx.query(
    `SELECT service, version, instance, ${epochMs("max(start)")} AS start FROM request_windows
     WHERE start >= ${ts("$1::float8")} GROUP BY 1, 2, 3`,
    [sinceMs],
  );
  return rows;
}

export type WindowTotal = {
  start: number;
  count: number;
  errors: number;
  buckets: number[];
};

/** The rows of one service with `fromMs <= start < toMs`, one for each instance and window, in time order. */
export async function windowRows(
  tx: pg.PoolClient,
  service: string,
  fromMs: number,
  toMs: number,
): Promise<WindowTotal[]> {
  const { rows } = await tx.query<WindowTotal>(
    `SELECT ${epochMs("start")} AS start, count, errors, buckets FROM request_windows
     WHERE service = $1 AND start >= ${ts("$2::float8")} AND start < ${ts("$3::float8")} ORDER BY start`,
    [service, fromMs, toMs],
  );
  return rows;
}

const watermark = (service: string) => `golden:${service}`;

/** Up to where the windows of every service are closed, epoch ms. */
export async function loadClosed(tx: pg.PoolClient): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ name: string; at: number }>(
    `SELECT name, ${epochMs('"upTo"')} AS at FROM watermarks WHERE name LIKE 'golden:%'`,
  );
  return new Map(rows.map((r) => [r.name.slice("golden:".length), r.at]));
}

/** Notes in the caller's transaction up to where windows are closed now. */
export async function saveClosed(
  tx: pg.PoolClient,
  closed: ReadonlyMap<string, number>,
): Promise<void> {
  await tx.query(
    `INSERT INTO watermarks (name, "upTo") SELECT n, ${ts("at")} FROM unnest($1::text[], $2::float8[]) AS t(n, at)
     ON CONFLICT (name) DO UPDATE SET "upTo" = EXCLUDED."upTo"`,
    [[...closed.keys()].map(watermark), [...closed.values()]],
  );
}

/** Drops request windows that began before `beforeMs`. */
export async function dropOldWindows(pool: pg.Pool, beforeMs: number): Promise<void> {
  await pool.query(`DELETE FROM request_windows WHERE start < ${ts("$1::float8")}`, [beforeMs]);
}
