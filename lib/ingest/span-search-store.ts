import type pg from "pg";
import { Problem } from "@/lib/problem";
import { inTransaction } from "./accept-store";
import { kindNames, numberOf, type SpanTest, type TraceQuery } from "./span-query";

/** What a list of traces shows of one. Times in epoch ms, durations in ms. */
export type FoundTrace = {
  traceId: string;
  /** From its first span's begin to its last span's end */
  startMs: number;
  durationMs: number;
  spans: number;
  errors: number;
  /** The span without a parent, or the earliest where its parent has not arrived */
  service: string;
  operation: string;
  services: { name: string; spans: number }[];
};
export type TraceOrder = "recent" | "slowest" | "spans";

/** One trace's spans are looked for at most so far outside of the range. */
const reachMs = 600_000;

const columns: Readonly<Record<string, string>> = {
  service: "s.service",
  operation: "s.name",
  version: "s.version",
  instance: "s.instance",
  peer: "s.peer",
  kind: `(ARRAY['${kindNames.join("','")}'])[s.kind + 1]`,
  error: "s.error::text",
};

const inRange =
  "s.start_at >= to_timestamp($1::float8 / 1000) AND s.start_at < to_timestamp($2::float8 / 1000)";

/**
 * SQL of the traces that meet a query, with when they began; its parameters are added after those that are there. What
 * asks for one span alone, as most links do, needs no look at the other traces.
 */
function compile(query: TraceQuery | null, values: unknown[]): string {
  const add = (value: unknown) => `$${values.push(value)}`;
  const join = (parts: string[], word: "and" | "or") => `(${parts.join(` ${word} `)})`;
  const like = (text: string) => text.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%");

  const span = (t: SpanTest): string => {
    if (t.kind === "and" || t.kind === "or") return join(t.of.map(span), t.kind);
    if (t.kind === "not") return `(NOT ${span(t.of)})`;
    if (t.name === "duration") {
      if (t.kind === "has") return "true";
      const ms = numberOf(t.name, t.value);
      return ms === null
        ? `${t.op === "!="}`
        : `(s.duration_us ${t.op === "!=" ? "<>" : t.op} ${add(ms * 1000)}::float8)`;
    }
    const value = columns[t.name] ?? `(s.attributes->>${add(t.name)}::text)`;
    if (t.kind === "has") return `(${value} IS NOT NULL)`;
    if (t.op === "=" || t.op === "!=") {
      const same =
        t.exact || !t.value.includes("*")
          ? `${value} = ${add(t.value)}::text`
          : `${value} LIKE ${add(like(t.value))}::text`;
      return t.op === "=" ? `coalesce(${same}, false)` : `coalesce(NOT (${same}), false)`;
    }
    const number = `CASE WHEN ${value} ~ '^-?\\d+(\\.\\d+)?$' THEN (${value})::float8 ${t.op} ${add(numberOf(t.name, t.value))}::float8 ELSE false END`;
    return `(${number})`;
  };
  const trace = (q: TraceQuery): string => {
    if (q.kind === "and" || q.kind === "or") return join(q.of.map(trace), q.kind);
    if (q.kind === "not") return `(NOT ${trace(q.of)})`;
    return `t.trace_id IN (SELECT s.trace_id FROM spans s WHERE s.start_at >= to_timestamp($1::float8 / 1000) - interval '${reachMs} ms'
      AND s.start_at < to_timestamp($2::float8 / 1000) + interval '${reachMs} ms' AND ${span(q.test)})`;
  };
  if (query?.kind === "span")
    return `SELECT s.trace_id, min(s.start_at) AS at FROM spans s WHERE ${inRange} AND ${span(query.test)} GROUP BY 1`;
  const touched = `SELECT s.trace_id, min(s.start_at) AS at FROM spans s WHERE ${inRange} GROUP BY 1`;
  return query ? `SELECT t.trace_id, t.at FROM (${touched}) t WHERE ${trace(query)}` : touched;
}

const orders: Readonly<Record<TraceOrder, string>> = {
  recent: "start_ms DESC",
  slowest: "duration_ms DESC",
  spans: "spans DESC",
};

/** What all found traces have in common: enough for a picture and for the next narrowing. */
export type TraceFacets = {
  /** [begin in epoch ms, duration in ms, failed spans, id]: the slowest, failed ones, and a fair choice of the others */
  dots: [number, number, number, string][];
  /** Traces that a service took part in, and those of them in which it failed */
  services: { name: string; traces: number; errors: number }[];
  /** Operations that began work for others, with their calls */
  operations: { service: string; name: string; calls: number; errors: number }[];
  /** Of the durations of traces, ms; null without any */
  p50: number | null;
  p95: number | null;
  failed: number;
};
export type TraceSearch = {
  traces: FoundTrace[];
  /** How many meet the query; the latest `looked` of them are what everything else is about */
  total: number;
  looked: number;
  facets: TraceFacets;
};

/** Beyond this many the latest are looked at. */
const maxLooked = 5000;
/** The longest that a search may take. */
const searchMs = 8000;
const dotCounts = { slowest: 120, failed: 160, any: 420 };
const facetCount = 40;

const near = `s.start_at >= to_timestamp($1::float8 / 1000) - interval '${reachMs} ms' AND s.start_at < to_timestamp($2::float8 / 1000) + interval '${reachMs} ms'`;

const searchSql = (met: string, order: string) => `
  WITH met AS MATERIALIZED (${met}
  ), latest AS MATERIALIZED (SELECT trace_id FROM met ORDER BY at DESC, trace_id LIMIT ${maxLooked}
  ), parts AS MATERIALIZED (
    SELECT s.trace_id, s.service, s.name, s.start_at, s.duration_us, s.error, s.kind IN (2, 5) OR s.parent_id IS NULL AS entry
    FROM spans s JOIN latest USING (trace_id) WHERE ${near}
  ), summed AS MATERIALIZED (
    SELECT trace_id, (extract(epoch FROM min(start_at)) * 1000)::float8 AS start_ms,
      (extract(epoch FROM max(start_at + duration_us * interval '1 microsecond') - min(start_at)) * 1000)::float8 AS duration_ms,
      count(*) AS spans, count(*) FILTER (WHERE error) AS errors
    FROM parts GROUP BY 1
  ), shown AS (SELECT * FROM summed ORDER BY ${order}, trace_id LIMIT $3
  ), listed AS (
    SELECT encode(shown.trace_id, 'hex') AS "traceId", start_ms AS "startMs", duration_ms AS "durationMs", spans, errors,
      r.service, r.name AS operation, v.services, row_number() OVER (ORDER BY ${order}, shown.trace_id) AS rank
    FROM shown,
      LATERAL (SELECT service, name FROM spans p WHERE p.trace_id = shown.trace_id
        ORDER BY (p.parent_id IS NULL) DESC, p.start_at, p.span_id LIMIT 1) r,
      LATERAL (SELECT json_agg(json_build_object('name', service, 'spans', n) ORDER BY n DESC, service) AS services
        FROM (SELECT service, count(*) AS n FROM spans c WHERE c.trace_id = shown.trace_id GROUP BY 1) x) v
  ), dots AS (
    (SELECT * FROM summed ORDER BY duration_ms DESC LIMIT ${dotCounts.slowest})
    UNION (SELECT * FROM summed WHERE errors > 0 ORDER BY trace_id LIMIT ${dotCounts.failed})
    UNION (SELECT * FROM summed ORDER BY trace_id LIMIT ${dotCounts.any})
  ), by_service AS (
    SELECT service AS name, count(DISTINCT trace_id) AS traces, count(DISTINCT trace_id) FILTER (WHERE error) AS errors
    FROM parts GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${facetCount}
  ), by_operation AS (
    SELECT service, name, count(*) AS calls, count(*) FILTER (WHERE error) AS errors
    FROM parts WHERE entry GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${facetCount}
  )
  SELECT (SELECT count(*) FROM met) AS total, (SELECT count(*) FROM latest) AS looked,
    (SELECT coalesce(json_agg(to_json(listed) ORDER BY rank), '[]') FROM listed) AS traces,
    json_build_object(
      'dots', (SELECT coalesce(json_agg(json_build_array(start_ms, duration_ms, errors, encode(trace_id, 'hex')) ORDER BY start_ms, trace_id), '[]') FROM dots),
      'services', (SELECT coalesce(json_agg(to_json(by_service)), '[]') FROM by_service),
      'operations', (SELECT coalesce(json_agg(to_json(by_operation)), '[]') FROM by_operation),
      'p50', (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) FROM summed),
      'p95', (SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) FROM summed),
      'failed', (SELECT count(*) FROM summed WHERE errors > 0)
    ) AS facets`;

/**
 * Traces with a span in [fromMs, toMs) that meet a query, at most `limit` of them, how many there are in all, and what
 * they have in common. All of a trace is counted, also what lies a little outside of the range. Throws Problem "unavailable"
 * when it takes too long.
 */
export async function searchTraces(
  pool: pg.Pool,
  query: TraceQuery | null,
  {
    fromMs,
    toMs,
    order,
    limit,
  }: { fromMs: number; toMs: number; order: TraceOrder; limit: number },
): Promise<TraceSearch> {
  const values: unknown[] = [fromMs, toMs, limit];
  const met = compile(query, values);
  type Listed = FoundTrace & { rank: number };
  type Row = Omit<TraceSearch, "traces"> & { traces: Listed[] };
  const row = await inTransaction(pool, async (tx) => {
    await tx.query(`SET LOCAL statement_timeout = ${searchMs}`);
    const { rows } = await tx.query<Row>(searchSql(met, orders[order]), values);
    return rows[0] as Row;
  }).catch((error: { code?: string }) => {
    // query_canceled
    if (error.code !== "57014") throw error;
    throw new Problem(
      "unavailable",
      `The search took longer than ${searchMs / 1000} s. Choose a shorter time, or name a service.`,
    );
  });
  return { ...row, traces: row.traces.map(({ rank: _, ...trace }) => trace) };
}
