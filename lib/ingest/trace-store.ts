import type pg from "pg";

/** One stored span; times in epoch ms, durations in ms. */
export type StoredSpan = {
  id: string;
  parent: string | null;
  service: string;
  version: string;
  instance: string;
  name: string;
  kind: number;
  peer: string | null;
  start: number;
  duration: number;
  error: boolean;
  attributes: Record<string, string>;
  events: { at: number; name: string; attributes: Record<string, string> }[];
};

/** A trace of more spans is shown by its first ones. */
export const maxSpans = 20_000;

/** The spans of one trace by time, at most 20,000, and how many there are. */
export async function readTrace(
  pool: pg.Pool,
  traceId: string,
): Promise<{ spans: StoredSpan[]; total: number }> {
  const { rows } = await pool.query<StoredSpan & { total: number }>(
    `SELECT encode(span_id, 'hex') AS id, encode(parent_id, 'hex') AS parent, service, version, instance, name, kind, peer,
       (extract(epoch FROM start_at) * 1000)::float8 AS start, duration_us / 1000.0::float8 AS duration, error, attributes, events,
       count(*) OVER () AS total
     FROM spans WHERE trace_id = decode($1, 'hex') ORDER BY start_at, span_id LIMIT ${maxSpans}`,
    [traceId],
  );
  return { total: rows[0]?.total ?? 0, spans: rows.map(({ total: _, ...span }) => span) };
}
