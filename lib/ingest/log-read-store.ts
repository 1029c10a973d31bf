import type pg from "pg";
import type { LogSeverity } from "./model";

/** A message that was kept; `at` in epoch ms, ids in hex. */
export type KeptLog = {
  patternId: string;
  service: string;
  instance: string;
  severity: LogSeverity;
  at: number;
  body: string;
  traceId: string | null;
  spanId: string | null;
  attributes: Record<string, string>;
};

const columns = `pattern_id AS "patternId", service, instance, severity, (extract(epoch FROM at) * 1000)::float8 AS at, body,
  encode(trace_id, 'hex') AS "traceId", encode(span_id, 'hex') AS "spanId", attributes`;

/** Messages that were written within a trace, by time. Only a few of every pattern are kept at all. */
export async function logsOfTrace(pool: pg.Pool, traceId: string): Promise<KeptLog[]> {
  const { rows } = await pool.query<KeptLog>(
    `SELECT ${columns} FROM log_samples WHERE trace_id = decode($1, 'hex') ORDER BY at LIMIT 500`,
    [traceId],
  );
  return rows;
}

/** The latest kept messages of a pattern. */
export async function logsOfPattern(
  pool: pg.Pool,
  patternId: string,
  limit: number,
): Promise<KeptLog[]> {
  const { rows } = await pool.query<KeptLog>(
    `SELECT ${columns} FROM log_samples WHERE pattern_id = $1 ORDER BY at DESC LIMIT $2`,
    [patternId, limit],
  );
  return rows;
}

/** A pattern with what was counted of it in a range. Times in epoch ms. */
export type PatternCount = {
  id: string;
  service: string;
  severity: LogSeverity;
  text: string;
  firstSeenAt: number;
  lastSeenAt: number;
  /** First seen in the range; not of what a service wrote in its first minutes, when everything was new */
  isNew: boolean;
  /** Messages in the range */
  count: number;
  /** Messages in each of `slots` equal parts of the range */
  spark: number[];
};

const at = (param: string) => `to_timestamp(${param}::float8 / 1000) AT TIME ZONE 'UTC'`;
/** So long after its first message a service's patterns are not called new. */
const learnMs = 600_000;
const severe = `array_position(ARRAY['trace','debug','info','warn','error','fatal'], severity)`;

/**
 * The patterns written in [fromMs, toMs): those first seen in it first, then the more severe, then the more frequent;
 * with the number of all that fit, and how many messages each service wrote of each severity.
 */
export async function countPatterns(
  pool: pg.Pool,
  filter: {
    fromMs: number;
    toMs: number;
    service: string | null;
    severities: readonly LogSeverity[] | null;
    text: string;
    id: string | null;
    onlyNew: boolean;
  },
  { slots, offset, limit }: { slots: number; offset: number; limit: number },
): Promise<{ patterns: PatternCount[]; total: number }> {
  const { rows } = await pool.query<Omit<PatternCount, "spark"> & { total: number }>(
    `WITH counted AS (
       SELECT "patternId" AS id, sum(count) AS count FROM log_windows
       WHERE start >= ${at("$1")} AND start < ${at("$2")} AND ($3::text IS NULL OR service = $3) GROUP BY 1
     ), born AS (SELECT service, min("firstSeenAt") AS at FROM log_patterns GROUP BY 1
     ), judged AS (
       SELECT p.*, p."firstSeenAt" >= ${at("$1")} AND p."firstSeenAt" >= b.at + interval '${learnMs} ms' AS "isNew"
       FROM log_patterns p JOIN born b USING (service)
     )
     SELECT p.id, p.service, p.severity, p.text, (extract(epoch FROM p."firstSeenAt") * 1000)::float8 AS "firstSeenAt",
       (extract(epoch FROM p."lastSeenAt") * 1000)::float8 AS "lastSeenAt", p."isNew", c.count, count(*) OVER () AS total
     FROM counted c JOIN judged p USING (id)
     WHERE ($4::text[] IS NULL OR p.severity = ANY ($4)) AND ($5 = '' OR p.text ILIKE $5) AND ($6::text IS NULL OR p.id = $6)
       AND (NOT $7 OR p."isNew")
     ORDER BY (p."isNew" AND p.severity IN ('warn', 'error', 'fatal')) DESC, ${severe} DESC, c.count DESC, p.id
     OFFSET $8 LIMIT $9`,
    [
      filter.fromMs,
      filter.toMs,
      filter.service,
      filter.severities,
      filter.text === "" ? "" : `%${filter.text.replace(/[\\%_]/g, "\\$&")}%`,
      filter.id,
      filter.onlyNew,
      offset,
      limit,
    ],
  );
  const sparks = await sparksOf(
    pool,
    rows.map((r) => r.id),
    filter,
    slots,
  );
  return {
    total: rows[0]?.total ?? 0,
    patterns: rows.map(({ total: _, ...p }) => ({
      ...p,
      spark: sparks.get(p.id) ?? new Array<number>(slots).fill(0),
    })),
  };
}

async function sparksOf(
  pool: pg.Pool,
  ids: readonly string[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
  slots: number,
): Promise<Map<string, number[]>> {
  const sparks = new Map<string, number[]>();
  if (ids.length === 0) return sparks;
  const { rows } = await pool.query<{ id: string; slot: number; n: number }>(
    `SELECT "patternId" AS id, floor((extract(epoch FROM start) * 1000 - $1) / ($2::float8 - $1) * $4)::int AS slot, sum(count) AS n
     FROM log_windows WHERE start >= ${at("$1")} AND start < ${at("$2")} AND "patternId" = ANY ($3) GROUP BY 1, 2`,
    [fromMs, toMs, ids, slots],
  );
  for (const { id, slot, n } of rows) {
    const spark = sparks.get(id) ?? new Array<number>(slots).fill(0);
    sparks.set(id, spark);
    spark[Math.max(0, Math.min(slots - 1, slot))] = n;
  }
  return sparks;
}

/** Messages of each service and severity in [fromMs, toMs). */
export async function countBySeverity(
  pool: pg.Pool,
  fromMs: number,
  toMs: number,
): Promise<{ service: string; severity: LogSeverity; count: number }[]> {
  const { rows } = await pool.query<{ service: string; severity: LogSeverity; count: number }>(
    `SELECT service, severity, sum(count) AS count FROM log_windows
     WHERE start >= ${at("$1")} AND start < ${at("$2")} GROUP BY 1, 2 ORDER BY 1, 2`,
    [fromMs, toMs],
  );
  return rows;
}
