import type { Db } from "../db/client";
import { bucketQuantile } from "../series/latency-buckets";

type Measured = {
  /** Per second over the window */
  rate: number;
  /** 0–1 */
  errorShare: number;
  /** Milliseconds; null without requests */
  p50: number | null;
  p95: number | null;
  p99: number | null;
};
export type ShownEdge = Measured & { caller: string; callee: string; stale: boolean };

type Row = { calls: number; errors: number; buckets: number[]; first: number; last: number };

const at = (n: number) => `(to_timestamp($${n}::float8 / 1000) AT TIME ZONE 'UTC')`;

/** Windows of a table added up per key between $1 and $2, bucket by bucket. */
const addUp = (table: string, keys: string, count: string) => `
  WITH w AS (SELECT ${keys}, ${count} AS n, errors, buckets, start FROM ${table}
             WHERE start >= ${at(1)} AND start < ${at(2)}),
  totals AS (SELECT ${keys}, sum(n) AS calls, sum(errors) AS errors,
             extract(epoch FROM min(start))::float8 * 1000 AS first,
             extract(epoch FROM max(start))::float8 * 1000 AS last FROM w GROUP BY ${keys}),
  slots AS (SELECT ${keys}, i, sum(v) AS v FROM w, unnest(buckets) WITH ORDINALITY AS u(v, i) GROUP BY ${keys}, i),
  shapes AS (SELECT ${keys}, array_agg(v ORDER BY i) AS buckets FROM slots GROUP BY ${keys})
  SELECT * FROM totals LEFT JOIN shapes USING (${keys}) ORDER BY ${keys}`;

/** Seconds of [from, to) since there is anything: a fleet that is three minutes old has no hour to share its requests out over. */
const secondsOf = (rows: readonly Row[], from: number, to: number): number =>
  Math.max(1, (to - Math.max(from, Math.min(...rows.map((r) => r.first), to))) / 1000);

function measure(r: Row, seconds: number): Measured {
  const buckets = r.buckets ?? [];
  return {
    rate: r.calls / seconds,
    errorShare: r.calls > 0 ? r.errors / r.calls : 0,
    p50: bucketQuantile(buckets, 0.5),
    p95: bucketQuantile(buckets, 0.95),
    p99: bucketQuantile(buckets, 0.99),
  };
}

/** Requests of every service within [from, to), all versions and instances together. */
export async function readTraffic(
  db: Db,
  from: number,
  to: number,
): Promise<Map<string, Measured>> {
  const { rows } = await db.pool.query<Row & { service: string }>(
    addUp("request_windows", "service", "count"),
    [from, to],
  );
  const seconds = secondsOf(rows, from, to);
  return new Map(rows.map((r) => [r.service, measure(r, seconds)]));
}

/** Calls of every edge within [from, to); stale when its last call is older than three minutes at the end. */
export async function readEdges(db: Db, from: number, to: number): Promise<ShownEdge[]> {
  const { rows } = await db.pool.query<Row & { caller: string; callee: string }>(
    addUp("edge_windows", "caller, callee", "calls"),
    [from, to],
  );
  const seconds = secondsOf(rows, from, to);
  return rows.map((r) => ({
    caller: r.caller,
    callee: r.callee,
    ...measure(r, seconds),
    stale: to - r.last > 180_000,
  }));
}
