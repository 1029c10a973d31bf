import type pg from "pg";
import { bucketOf, emptyBuckets, latencyBounds } from "@/lib/series/latency-buckets";
import { minuteMs } from "./model";
import { type Span, spanKind } from "./otlp/read-spans";

const at = (param: string) => `to_timestamp(${param}::float8 / 1000)`;

/** An operation is what a service does for others: its server and consumer spans, and what begins with it. */
export const isEntry = (span: Pick<Span, "kind" | "parentId">): boolean =>
  span.kind === spanKind.server || span.kind === spanKind.consumer || span.parentId === null;
const entrySql = `(kind IN (${spanKind.server}, ${spanKind.consumer}) OR parent_id IS NULL)`;

type Row = {
  service: string;
  operation: string;
  start: number;
  bucket: number;
  calls: number;
  errors: number;
  ms: number;
};

const countSql = `
  SELECT service, name AS operation, floor(extract(epoch FROM start_at) * 1000 / ${minuteMs})::float8 * ${minuteMs} AS start,
    CASE WHEN duration_us > 1000 THEN least(${latencyBounds.length}, ceil(4 * ln(duration_us / 1000.0) / ln(2) - 1e-9)) ELSE 0 END::int AS bucket,
    count(*) AS calls, count(*) FILTER (WHERE error) AS errors, (sum(duration_us) / 1000.0)::float8 AS ms
  FROM spans WHERE ${entrySql} AND start_at >= ${at("$1")} AND start_at < ${at("$2")} GROUP BY 1, 2, 3, 4`;

/**
 * Counts the operations of the minutes in [fromMs, toMs) anew from spans, in the caller's transaction, in the place of
 * what was there: running it again changes nothing. None of these minutes may have been sampled.
 */
export async function rollUpOperations(
  tx: pg.PoolClient,
  fromMs: number,
  toMs: number,
): Promise<void> {
  const { rows } = await tx.query<Row>(countSql, [fromMs, toMs]);
  await tx.query(
    `DELETE FROM operation_windows WHERE start >= ${at("$1")} AT TIME ZONE 'UTC' AND start < ${at("$2")} AT TIME ZONE 'UTC'`,
    [fromMs, toMs],
  );
  await insert(tx, rows);
}

/** How far operations are counted, epoch ms; null before the first. */
export async function lastOperationAt(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ at: Date | null }>(
    "SELECT max(start) AS at FROM operation_windows",
  );
  return rows[0]?.at?.getTime() ?? null;
}

/** The minutes since `sinceMs` in which there are spans, epoch ms. */
export async function minutesWithSpans(pool: pg.Pool, sinceMs: number): Promise<number[]> {
  const { rows } = await pool.query<{ start: Date }>(
    `SELECT DISTINCT date_trunc('minute', start_at) AS start FROM spans WHERE start_at >= ${at("$1")} ORDER BY 1`,
    [sinceMs],
  );
  return rows.map((r) => r.start.getTime());
}

/** Adds spans to what has been counted of their minutes. */
export async function addLateOperations(tx: pg.PoolClient, spans: readonly Span[]): Promise<void> {
  await insert(
    tx,
    spans.filter(isEntry).map((s) => ({
      service: s.service,
      operation: s.name,
      start: Math.floor(s.startMs / minuteMs) * minuteMs,
      bucket: bucketOf(s.durationUs / 1000),
      calls: 1,
      errors: s.error ? 1 : 0,
      ms: s.durationUs / 1000,
    })),
  );
}

async function insert(tx: pg.PoolClient, rows: readonly Row[]): Promise<void> {
  const windows = new Map<string, Omit<Row, "bucket"> & { buckets: number[] }>();
  for (const { bucket, ...row } of rows) {
    const key = `${row.start}\t${row.service}\t${row.operation}`;
    const w = windows.get(key) ?? { ...row, calls: 0, errors: 0, ms: 0, buckets: emptyBuckets() };
    windows.set(key, w);
    w.calls += row.calls;
    w.errors += row.errors;
    w.ms += row.ms;
    w.buckets[bucket] = (w.buckets[bucket] ?? 0) + row.calls;
  }
  // In one order for all, so that two processes cannot wait for each other.
  const all = [...windows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, w]) => w);
  if (all.length === 0) return;
  await tx.query(
    `INSERT INTO operation_windows AS o (service, operation, start, calls, errors, "sumMs", buckets)
     SELECT a, b, ${at("s")} AT TIME ZONE 'UTC', c, e, m, k::float8[]
     FROM unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::text[]) AS n(a, b, s, c, e, m, k)
     ON CONFLICT (service, operation, start) DO UPDATE SET calls = o.calls + EXCLUDED.calls, errors = o.errors + EXCLUDED.errors,
       "sumMs" = o."sumMs" + EXCLUDED."sumMs",
       buckets = (SELECT array_agg(x + y ORDER BY i) FROM unnest(o.buckets, EXCLUDED.buckets) WITH ORDINALITY AS u(x, y, i))`,
    [
      all.map((w) => w.service),
      all.map((w) => w.operation),
      all.map((w) => w.start),
      all.map((w) => w.calls),
      all.map((w) => w.errors),
      all.map((w) => w.ms),
      all.map((w) => `{${w.buckets.join(",")}}`),
    ],
  );
}

/** Drops what began before `beforeMs`. */
export async function dropOldOperations(pool: pg.Pool, beforeMs: number): Promise<void> {
  await pool.query(`DELETE FROM operation_windows WHERE start < ${at("$1")} AT TIME ZONE 'UTC'`, [
    beforeMs,
  ]);
  await pool.query(`DELETE FROM sampled_minutes WHERE start < ${at("$1")} AT TIME ZONE 'UTC'`, [
    beforeMs,
  ]);
}
