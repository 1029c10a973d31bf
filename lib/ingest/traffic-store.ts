import type pg from "pg";
import type { Tx } from "@/lib/db/client";
import { bucketQuantile, latencyBounds } from "@/lib/series/latency-buckets";

/** Whoever answers SQL: the pool, or a verb's transaction. */
export type Reader = {
  query<R extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<{ rows: R[] }>;
};
export const readerOf = (tx: Tx): Reader => ({
  query: async <R>(sql: string, values: unknown[]) => ({
    rows: await tx.$queryRawUnsafe<R[]>(sql, ...values),
  }),
});

/** Requests counted over a span of time. */
export type Measured = {
  calls: number;
  errors: number;
  /** Per second */
  rate: number;
  /** 0–1 */
  errorShare: number;
  /** Milliseconds; null without requests */
  p50: number | null;
  p95: number | null;
  p99: number | null;
};
export type MeasuredEdge = Measured & {
  caller: string;
  callee: string;
  lastAt: number;
  buckets: number[];
};

type Row = { calls: number; errors: number; buckets: number[]; first: number; last: number };

const at = (n: number) => `(to_timestamp($${n}::float8 / 1000) AT TIME ZONE 'UTC')`;

/**
 * The latency buckets of many windows added up. One sum for each place is five times faster than unnesting the arrays:
 * a place of an array of doubles is found without reading the others.
 */
export const sumBuckets = `ARRAY[${Array.from(
  { length: latencyBounds.length + 1 },
  (_, i) => `coalesce(sum(buckets[${i + 1}]), 0)`,
).join(", ")}]`;

const addUp = (table: string, keys: string, count: string, where = "true") => `
  SELECT ${keys}, sum(${count}) AS calls, sum(errors) AS errors, ${sumBuckets} AS buckets,
    (extract(epoch FROM min(start)) * 1000)::float8 AS first, (extract(epoch FROM max(start)) * 1000)::float8 AS last
  FROM ${table} WHERE start >= ${at(1)} AND start < ${at(2)} AND ${where} GROUP BY ${keys} ORDER BY ${keys}`;

/** Rate, failed share and quantiles of what was counted in `seconds`. */
export function measure(
  { calls, errors, buckets }: { calls: number; errors: number; buckets: readonly number[] | null },
  seconds: number,
): Measured {
  return {
    calls,
    errors,
    rate: calls / seconds,
    errorShare: calls > 0 ? errors / calls : 0,
    p50: bucketQuantile(buckets ?? [], 0.5),
    p95: bucketQuantile(buckets ?? [], 0.95),
    p99: bucketQuantile(buckets ?? [], 0.99),
  };
}

/** Seconds of [from, to) since there is anything: a fleet that is three minutes old has no hour to share its requests out over. */
const secondsOf = (rows: readonly Row[], from: number, to: number): number => {
  const first = rows.reduce((a, r) => Math.min(a, r.first), to);
  return Math.max(1, (to - Math.max(from, first)) / 1000);
};

/** Requests of every service within [from, to), all versions and instances together. */
export async function readTraffic(
  pool: Reader,
  from: number,
  to: number,
): Promise<Map<string, Measured>> {
  const { rows } = await pool.query<Row & { service: string }>(
    addUp("request_windows", "service", "count"),
    [from, to],
  );
  const seconds = secondsOf(rows, from, to);
  return new Map(rows.map((r) => [r.service, measure(r, seconds)]));
}

/** Calls of every edge within [from, to), or of those of one service. */
export async function readEdges(
  pool: Reader,
  from: number,
  to: number,
  service?: string,
): Promise<MeasuredEdge[]> {
  const { rows } = await pool.query<Row & { caller: string; callee: string }>(
    addUp(
      "edge_windows",
      "caller, callee",
      "calls",
      service === undefined ? undefined : "$3 IN (caller, callee)",
    ),
    service === undefined ? [from, to] : [from, to, service],
  );
  const seconds = secondsOf(rows, from, to);
  return rows.map((r) => ({
    caller: r.caller,
    callee: r.callee,
    ...measure(r, seconds),
    lastAt: r.last,
    buckets: r.buckets,
  }));
}

const leastMs = 300_000;
/** So many rows are added up in about a second. */
const maxRows = 200_000;

/**
 * How much of [from, to) can be measured without letting a person wait: all of it for an ordinary fleet; of a thousand
 * services the last part, at least five minutes. Returns where it begins.
 */
export async function affordableStart(pool: pg.Pool, from: number, to: number): Promise<number> {
  if (to - from <= leastMs) return from;
  const { rows } = await pool.query<{ n: number }>(
    `SELECT ((SELECT count(*) FROM edge_windows WHERE start >= ${at(1)} AND start < ${at(2)})
       + (SELECT count(*) FROM request_windows WHERE start >= ${at(1)} AND start < ${at(2)}))::float8 AS n`,
    [to - leastMs, to],
  );
  const affordable = (maxRows / Math.max(1, rows[0]?.n ?? 0)) * leastMs;
  return Math.max(from, Math.round(to - Math.max(leastMs, affordable)));
}
