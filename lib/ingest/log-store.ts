import type pg from "pg";
import { partitioned } from "@/lib/db/partitions";
import type { LogTemplate } from "@/lib/math/log-template";
import type { LogGroup, LogSample, LogWindowAdd, PatternAdd } from "./log-count";
import type { LogSeverity } from "./model";
import type { LogRecord } from "./otlp/read-logs";

const dayMs = 86_400_000;
const maxAheadMs = 10 * 60_000;
const ts = (ms: string) => `to_timestamp(${ms} / 1000) AT TIME ZONE 'UTC'`;

/** Whether a record's time lies within what is taken. */
export const logIsKept = (log: LogRecord, nowMs: number): boolean =>
  log.atMs >= nowMs - (partitioned.log_samples - 1) * dayMs && log.atMs <= nowMs + maxAheadMs;

/** The patterns of one service and severity, the most frequent first. */
export async function loadPatterns(
  pool: pg.Pool,
  service: string,
  severity: LogSeverity,
  limit: number,
): Promise<LogTemplate[]> {
  const { rows } = await pool.query<LogTemplate>(
    `SELECT key, text, count FROM log_patterns WHERE service = $1 AND severity = $2
     ORDER BY count DESC, id LIMIT $3`,
    [service, severity, limit],
  );
  return rows;
}

/** Writes a group in the caller's transaction. Rows are locked in one order, so that two processes cannot wait for each other. */
export async function writeLogs(tx: pg.PoolClient, group: LogGroup, nowMs: number): Promise<void> {
  if (group.patterns.length === 0) return;
  await addPatterns(tx, group.patterns);
  await addWindows(tx, group.windows);
  // Only days whose partitions are there; older ones are as good as gone.
  const fresh = group.samples.filter((s) => s.atMs > nowMs - dayMs && s.atMs < nowMs + dayMs);
  if (fresh.length > 0) await addSamples(tx, fresh);
}

async function addPatterns(tx: pg.PoolClient, adds: readonly PatternAdd[]): Promise<void> {
  await tx.query({
    name: "log-patterns-add",
    text: `INSERT INTO log_patterns AS p (id, service, severity, key, text, count, "firstSeenAt", "lastSeenAt")
      SELECT i, s, v, k, t, c, ${ts("f")}, ${ts("l")}
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::float8[], $8::float8[])
        AS n(i, s, v, k, t, c, f, l) ORDER BY 1
      ON CONFLICT (id) DO UPDATE SET text = EXCLUDED.text, count = p.count + EXCLUDED.count,
        "firstSeenAt" = least(p."firstSeenAt", EXCLUDED."firstSeenAt"),
        "lastSeenAt" = greatest(p."lastSeenAt", EXCLUDED."lastSeenAt")`,
    values: [
      adds.map((p) => p.id),
      adds.map((p) => p.service),
      adds.map((p) => p.severity),
      adds.map((p) => p.key),
      adds.map((p) => p.text),
      adds.map((p) => p.count),
      adds.map((p) => p.firstMs),
      adds.map((p) => p.lastMs),
    ],
  });
}

async function addWindows(tx: pg.PoolClient, adds: readonly LogWindowAdd[]): Promise<void> {
  await tx.query({
    name: "log-windows-add",
    text: `INSERT INTO log_windows AS w ("patternId", start, service, severity, count)
      SELECT i, ${ts("a")}, s, v, c
      FROM unnest($1::text[], $2::float8[], $3::text[], $4::text[], $5::float8[]) AS n(i, a, s, v, c) ORDER BY 1, 2
      ON CONFLICT ("patternId", start) DO UPDATE SET count = w.count + EXCLUDED.count`,
    values: [
      adds.map((w) => w.patternId),
      adds.map((w) => w.start),
      adds.map((w) => w.service),
      adds.map((w) => w.severity),
      adds.map((w) => w.count),
    ],
  });
}

async function addSamples(tx: pg.PoolClient, samples: readonly LogSample[]): Promise<void> {
  await tx.query({
    name: "log-samples-add",
    text: `INSERT INTO log_samples (pattern_id, service, instance, severity, at, body, trace_id, span_id, attributes)
      SELECT p, s, i, v, to_timestamp(a / 1000), b, decode(t, 'hex'), decode(x, 'hex'), j::jsonb
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::text[], $8::text[], $9::text[])
        AS n(p, s, i, v, a, b, t, x, j)`,
    values: [
      samples.map((s) => s.patternId),
      samples.map((s) => s.service),
      samples.map((s) => s.instance),
      samples.map((s) => s.severity),
      samples.map((s) => s.atMs),
      samples.map((s) => s.body),
      samples.map((s) => s.traceId),
      samples.map((s) => s.spanId),
      samples.map((s) => JSON.stringify(s.attributes)),
    ],
  });
}

/** Drops counts that began before `windowsBeforeMs`, and patterns not seen since `patternsBeforeMs`: they would be new again. */
export async function dropOldLogs(
  pool: pg.Pool,
  windowsBeforeMs: number,
  patternsBeforeMs: number,
): Promise<void> {
  await pool.query(`DELETE FROM log_windows WHERE start < ${ts("$1::float8")}`, [windowsBeforeMs]);
  await pool.query(`DELETE FROM log_patterns WHERE "lastSeenAt" < ${ts("$1::float8")}`, [
    patternsBeforeMs,
  ]);
}
