import type { SpanRow } from "./scene";

/** Spans that are read of one minute; of a busy minute the first. */
const perMinute = 2000;
/** Traces that began this shortly before a full sample ends may have been cut, and are left out. */
const cutMs = 3000;

type Row = Omit<SpanRow, "failed"> & { failed: boolean; minute: number };

/**
 * A sample of whole traces, minute by minute; its cost does not grow with traffic. `read` runs one read-only query. A failed
 * span says its exception or error type.
 */
export async function fetchSpans(
  span: readonly [from: string, to: string, services: readonly string[]],
  read: (sql: string, values: readonly unknown[]) => Promise<Row[]>,
): Promise<SpanRow[]> {
  const rows = await read(
    `SELECT s.* FROM generate_series($1::timestamptz, $2::timestamptz, '1 minute') AS m
     CROSS JOIN LATERAL (
       SELECT encode(trace_id, 'hex') AS trace, encode(span_id, 'hex') AS id, encode(parent_id, 'hex') AS parent,
         service, name AS operation, peer, error AS failed, extract(epoch FROM m)::float8 * 1000 AS minute,
         extract(epoch FROM start_at)::float8 * 1000 AS start,
         extract(epoch FROM start_at)::float8 * 1000 + duration_us / 1000.0 AS end,
         CASE WHEN error THEN coalesce(attributes->>'exception.message', attributes->>'error.message',
           attributes->>'status.message', attributes->>'error.type') END AS says
       FROM spans
       WHERE start_at >= m AND start_at < least(m + '1 minute', $2::timestamptz) AND service = ANY($3)
       ORDER BY start_at LIMIT ${perMinute}
     ) s`,
    span,
  );
  const minutes = new Map<number, Row[]>();
  for (const row of rows) {
    const list = minutes.get(row.minute) ?? [];
    list.push(row);
    minutes.set(row.minute, list);
  }
  return [...minutes.values()].flatMap((list) => {
    if (list.length < perMinute) return list;
    const until = Math.max(...list.map((r) => r.start)) - cutMs;
    const late = new Set(list.filter((r) => r.start > until).map((r) => r.trace));
    return list.filter((r) => !late.has(r.trace));
  });
}
