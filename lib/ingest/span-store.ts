import type pg from "pg";
import { ensurePartitions, partitioned } from "@/lib/db/partitions";
import { minuteMs } from "./model";
import { addLateOperations } from "./operation-store";
import type { Span } from "./otlp/read-spans";

const dayMs = 86_400_000;
const maxAheadMs = 10 * 60_000;

/** Whether a span's time lies within what is taken. */
export const spanIsKept = (span: Span, nowMs: number): boolean =>
  span.startMs >= nowMs - (partitioned.spans - 1) * dayMs && span.startMs <= nowMs + maxAheadMs;

const madeDays = new WeakMap<pg.Pool, Set<number>>();

/** Makes the daily partitions that the spans need; those made once are remembered. */
export async function ensureSpanDays(pool: pg.Pool, spans: readonly Span[]): Promise<void> {
  const made = madeDays.get(pool) ?? new Set<number>();
  madeDays.set(pool, made);
  for (const { startMs } of spans) {
    const day = Math.floor(startMs / dayMs);
    if (made.has(day)) continue;
    await ensurePartitions(pool, "spans", day * dayMs, day * dayMs);
    made.add(day);
  }
}

/**
 * Writes spans in the caller's transaction; a span told again (same trace, id and start) is not written twice. Those of
 * minutes whose spans have been sampled are added to what was counted then: counting these minutes anew would lose
 * what is gone.
 */
export async function writeSpans(tx: pg.PoolClient, spans: readonly Span[]): Promise<void> {
  if (spans.length === 0) return;
  const minutes = [...new Set(spans.map((s) => Math.floor(s.startMs / minuteMs) * minuteMs))];
  const { rows } = await tx.query<{ start: Date }>({
    name: "spans-sampled-minutes",
    text: `SELECT start FROM sampled_minutes WHERE start IN (SELECT to_timestamp(m / 1000) AT TIME ZONE 'UTC' FROM unnest($1::float8[]) AS m)`,
    values: [minutes],
  });
  const sampled = new Set(rows.map((r) => r.start.getTime()));
  const isLate = (s: Span) => sampled.has(Math.floor(s.startMs / minuteMs) * minuteMs);
  await insertSpans(tx, sampled.size === 0 ? spans : spans.filter((s) => !isLate(s)));
  if (sampled.size === 0) return;
  const late = spans.filter(isLate);
  const written = await insertSpans(tx, late);
  await addLateOperations(
    tx,
    late.filter((s) => written.has(`${s.traceId}${s.spanId}`)),
  );
}

async function insertSpans(tx: pg.PoolClient, spans: readonly Span[]): Promise<Set<string>> {
  if (spans.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>({
    name: "spans-write",
    text: `INSERT INTO spans (trace_id, span_id, parent_id, service, version, instance, name, kind, peer, start_at, duration_us, error, attributes, events)
      SELECT decode(t, 'hex'), decode(i, 'hex'), decode(p, 'hex'), s, v, n, m, k, r, to_timestamp(a / 1000), d, e, j::jsonb, w::jsonb
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[],
        $10::float8[], $11::bigint[], $12::bool[], $13::text[], $14::text[]) AS u(t, i, p, s, v, n, m, k, r, a, d, e, j, w)
      ON CONFLICT DO NOTHING RETURNING encode(trace_id || span_id, 'hex') AS id`,
    values: [
      spans.map((s) => s.traceId),
      spans.map((s) => s.spanId),
      spans.map((s) => s.parentId),
      spans.map((s) => s.service),
      spans.map((s) => s.version),
      spans.map((s) => s.instance),
      spans.map((s) => s.name),
      spans.map((s) => s.kind),
      spans.map((s) => s.peer),
      spans.map((s) => s.startMs),
      spans.map((s) => s.durationUs),
      spans.map((s) => s.error),
      spans.map((s) => JSON.stringify(s.attributes)),
      spans.map((s) => JSON.stringify(s.events ?? [])),
    ],
  });
  return new Set(rows.map((r) => r.id));
}
