import type pg from "pg";
import { minuteMs, windowMs } from "./model";
import { type Measured, measure, sumBuckets } from "./traffic-store";

/** One part of a trend. `t` is where it begins, epoch ms; what nobody called has no failed share and no latency. */
export type TrendPoint = {
  t: number;
  calls: number;
  errors: number;
  rate: number;
  errorShare: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
};
export type Trend = { points: (TrendPoint | null)[]; total: Measured };
type Row = { t: number; calls: number; errors: number; buckets: number[] };
type Parts = { from: number; to: number; bucketMs: number };

const at = (n: number) => `(to_timestamp($${n}::float8 / 1000) AT TIME ZONE 'UTC')`;
const slot = (n: number) =>
  `(floor(extract(epoch FROM start) * 1000 / $${n}::float8) * $${n}::float8)::float8`;

/** The whole buckets that [from, to) touches: their numbers do not depend on when a page was opened. */
export const wholeBuckets = ({ from, to, bucketMs }: Parts): Parts => ({
  from: Math.floor(from / bucketMs) * bucketMs,
  to: Math.ceil(to / bucketMs) * bucketMs,
  bucketMs,
});

/** A service's own requests, from its metrics: all versions and instances, or each of one kind by itself. */
export async function readServiceTrend(
  pool: pg.Pool,
  service: string,
  parts: Parts,
  by: "all" | "version" | "instance" = "all",
): Promise<Map<string, Row[]>> {
  const key = by === "all" ? "''" : by;
  return rowsByKey(
    pool,
    `SELECT ${key} AS key, ${slot(4)} AS t, sum(count) AS calls, sum(errors) AS errors, ${sumBuckets} AS buckets
     FROM request_windows WHERE service = $1 AND start >= ${at(2)} AND start < ${at(3)} GROUP BY 1, 2 ORDER BY 1, 2`,
    service,
    parts,
  );
}

/** Every operation of a service, counted from its entry spans by whole minutes. */
export async function readOperationTrends(
  pool: pg.Pool,
  service: string,
  parts: Parts,
): Promise<Map<string, Row[]>> {
  return rowsByKey(
    pool,
    `SELECT operation AS key, ${slot(4)} AS t, sum(calls) AS calls, sum(errors) AS errors, ${sumBuckets} AS buckets
     FROM operation_windows WHERE service = $1 AND start >= ${at(2)} AND start < ${at(3)} GROUP BY 1, 2 ORDER BY 1, 2`,
    service,
    parts,
  );
}

/** What its callers' spans say of a service that tells nothing itself. */
export async function readInboundTrend(
  pool: pg.Pool,
  service: string,
  parts: Parts,
): Promise<Row[]> {
  const found = await rowsByKey(
    pool,
    `SELECT '' AS key, ${slot(4)} AS t, sum(calls) AS calls, sum(errors) AS errors, ${sumBuckets} AS buckets
     FROM edge_windows WHERE callee = $1 AND start >= ${at(2)} AND start < ${at(3)} GROUP BY 1, 2 ORDER BY 2`,
    service,
    parts,
  );
  return found.get("") ?? [];
}

async function rowsByKey(
  pool: pg.Pool,
  sql: string,
  service: string,
  { from, to, bucketMs }: Parts,
): Promise<Map<string, Row[]>> {
  const { rows } = await pool.query<Row & { key: string }>(sql, [service, from, to, bucketMs]);
  const byKey = new Map<string, Row[]>();
  for (const { key, ...row } of rows) {
    const list = byKey.get(key) ?? [];
    byKey.set(key, list);
    list.push(row);
  }
  return byKey;
}

/**
 * Rows as a trend over all parts of the range: a part in which nobody counted is null. The part in progress counts the
 * time until `now`, so that its rate does not look like a fall.
 */
export function trendOf(rows: readonly Row[], parts: Parts, now: number): Trend {
  const { from, to, bucketMs } = parts;
  const byT = new Map(rows.map((r) => [r.t, r]));
  const seconds = (t: number) => Math.max(windowMs, Math.min(now, t + bucketMs) - t) / 1000;
  const points: (TrendPoint | null)[] = [];
  for (let t = from; t < to && t < now; t += bucketMs) {
    const row = byT.get(t);
    points.push(
      row
        ? { t, ...measure(row, seconds(t)), ...(row.calls > 0 ? {} : { errorShare: null }) }
        : null,
    );
  }
  const first = rows[0]?.t ?? from;
  return {
    points,
    total: measure(addRows(rows), Math.max(minuteMs, Math.min(now, to) - first) / 1000),
  };
}

/** Rows of several keys, such as all operations of a service, as one for each time. */
export function addAll(rows: Iterable<readonly Row[]>): Row[] {
  const byT = new Map<number, Row[]>();
  for (const list of rows) for (const row of list) byT.set(row.t, [...(byT.get(row.t) ?? []), row]);
  return [...byT].sort(([a], [b]) => a - b).map(([t, list]) => ({ t, ...addRows(list) }));
}

function addRows(rows: readonly Row[]): Omit<Row, "t"> {
  const buckets: number[] = [];
  for (const row of rows)
    row.buckets.forEach((n, i) => {
      buckets[i] = (buckets[i] ?? 0) + n;
    });
  return {
    calls: rows.reduce((sum, r) => sum + r.calls, 0),
    errors: rows.reduce((sum, r) => sum + r.errors, 0),
    buckets,
  };
}
