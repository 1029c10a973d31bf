import type pg from "pg";
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

/** SQL of a query and its parameters, after those that are there. */
function compile(query: TraceQuery, values: unknown[]): string {
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
  return trace(query);
}

const orders: Readonly<Record<TraceOrder, string>> = {
  recent: "start_ms DESC",
  slowest: "duration_ms DESC",
  spans: "spans DESC",
};

/**
 * Traces with a span in [fromMs, toMs) that meet a query, at most `limit` of them, and how many there are in all. All of
 * a trace is counted, also what lies a little outside of the range.
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
): Promise<{ traces: FoundTrace[]; total: number }> {
  const values: unknown[] = [fromMs, toMs, limit];
  const where = query ? compile(query, values) : "true";
  const { rows } = await pool.query<
    Omit<FoundTrace, "services"> & { services: [string, number][]; total: number }
  >(
    `WITH touched AS (
       SELECT DISTINCT trace_id FROM spans WHERE start_at >= to_timestamp($1::float8 / 1000) AND start_at < to_timestamp($2::float8 / 1000)
     ), met AS MATERIALIZED (SELECT t.trace_id FROM touched t WHERE ${where}
     ), summed AS (
       SELECT s.trace_id, (extract(epoch FROM min(s.start_at)) * 1000)::float8 AS start_ms,
         (extract(epoch FROM max(s.start_at + s.duration_us * interval '1 microsecond') - min(s.start_at)) * 1000)::float8 AS duration_ms,
         count(*) AS spans, count(*) FILTER (WHERE s.error) AS errors
       FROM spans s JOIN met USING (trace_id)
       WHERE s.start_at >= to_timestamp($1::float8 / 1000) - interval '${reachMs} ms' AND s.start_at < to_timestamp($2::float8 / 1000) + interval '${reachMs} ms'
       GROUP BY 1
     ), shown AS (SELECT *, count(*) OVER () AS total FROM summed ORDER BY ${orders[order]}, trace_id LIMIT $3)
     SELECT encode(shown.trace_id, 'hex') AS "traceId", start_ms AS "startMs", duration_ms AS "durationMs", spans, errors, total,
       r.service, r.name AS operation, v.services
     FROM shown,
       LATERAL (SELECT service, name FROM spans p WHERE p.trace_id = shown.trace_id
         ORDER BY (p.parent_id IS NULL) DESC, p.start_at, p.span_id LIMIT 1) r,
       LATERAL (SELECT json_agg(json_build_array(service, n) ORDER BY n DESC, service) AS services
         FROM (SELECT service, count(*) AS n FROM spans c WHERE c.trace_id = shown.trace_id GROUP BY 1) x) v
     ORDER BY ${orders[order]}, shown.trace_id`,
    values,
  );
  return {
    total: rows[0]?.total ?? 0,
    traces: rows.map(({ total: _, services, ...trace }) => ({
      ...trace,
      services: services.map(([name, spans]) => ({ name, spans })),
    })),
  };
}
