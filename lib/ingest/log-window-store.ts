import type pg from "pg";
import { announce } from "@/lib/db/live";
import { type AcceptPorts, appendSamples, inTransaction } from "./accept-store";
import type { DigestSample } from "./digest-metrics";
import {
  type LogWriter,
  logLateMs,
  logSamples,
  logSilentMs,
  logsClosableUpTo,
  type UnsentLogs,
} from "./log-closer";
import { type LogSeverity, windowMs } from "./model";

const mark = "logs closed";
/** Windows that nobody closed for longer than this are left as they are. */
const maxCatchUpMs = 3_600_000;
/** Patterns of the last day have series, so many of a service: of warnings and worse, and of what is milder. */
const patternSeries = { bad: 20, mild: 10 };

const ts = (param: string) => `to_timestamp(${param}::float8 / 1000) AT TIME ZONE 'UTC'`;

const writersSql = `
  WITH heard AS (
    SELECT DISTINCT service FROM log_windows WHERE start >= ${ts("$1")} AND start < ${ts("$2")}
  ), ranked AS (
    SELECT p.service, p.id, p.severity, p.severity IN ('warn', 'error', 'fatal') AS bad,
      row_number() OVER (PARTITION BY p.service, p.severity IN ('warn', 'error', 'fatal') ORDER BY p."firstSeenAt", p.id) AS rank
    FROM log_patterns p JOIN heard USING (service) WHERE p."lastSeenAt" >= ${ts("$2")} - interval '1 day'
  )
  SELECT service, array_agg(DISTINCT severity) AS severities,
    coalesce(json_agg(json_build_object('id', id, 'severity', severity) ORDER BY rank, id)
      FILTER (WHERE rank <= CASE WHEN bad THEN ${patternSeries.bad} ELSE ${patternSeries.mild} END), '[]') AS patterns
  FROM ranked GROUP BY service ORDER BY service`;

// "sent" is what the series hold; locked in the order in which counts are added.
const takeUnsentSql = `
  WITH due AS (
    SELECT "patternId", start, count - sent AS n FROM log_windows
    WHERE start >= ${ts("$1")} AND start < ${ts("$2")} AND count > sent ORDER BY 1, 2 FOR UPDATE
  )
  UPDATE log_windows w SET sent = w.sent + due.n FROM due
  WHERE w."patternId" = due."patternId" AND w.start = due.start
  RETURNING w."patternId", w.service, w.severity, due.n AS count, (extract(epoch FROM w.start) * 1000)::float8 AS start`;

/**
 * Closes the windows of logs that have waited long enough and writes their counts as samples, with the mark up to where
 * that is done, in one transaction. One process does this at a time; the others return 0 at once. Returns how many samples
 * were written.
 */
export async function closeLogWindows(
  ports: AcceptPorts,
  resolve: (samples: readonly DigestSample[]) => Promise<number[]>,
  nowMs: number,
): Promise<number> {
  const toMs = logsClosableUpTo(nowMs);
  return inTransaction(ports.db.pool, async (tx) => {
    const { rows: locks } = await tx.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtextextended('log windows', 0)) AS mine",
    );
    if (!locks[0]?.mine) return 0;
    const { rows: marks } = await tx.query<{ upTo: Date }>(
      `SELECT "upTo" FROM watermarks WHERE name = $1`,
      [mark],
    );
    const closed = marks[0]?.upTo.getTime() ?? toMs - windowMs;
    const fromMs = Math.max(closed, toMs - maxCatchUpMs);
    if (toMs <= fromMs) return 0;
    const unsent = await takeUnsent(tx, fromMs - logLateMs, toMs);
    const samples = logSamples(unsent, await logWriters(tx, toMs), fromMs, toMs);
    await tx.query(
      `INSERT INTO watermarks (name, "upTo") VALUES ($1, ${ts("$2")}) ON CONFLICT (name) DO UPDATE SET "upTo" = EXCLUDED."upTo"`,
      [mark, toMs],
    );
    if (samples.length === 0) return 0;
    const ids = await resolve(samples);
    const batch = {
      ids: Int32Array.from(ids),
      times: Float64Array.from(samples, (s) => s.atMs),
      values: Float64Array.from(samples, (s) => s.value),
    };
    await appendSamples(ports, tx, batch, nowMs);
    await announce(tx, { topic: "samples" });
    return samples.length;
  });
}

async function takeUnsent(tx: pg.PoolClient, fromMs: number, toMs: number): Promise<UnsentLogs[]> {
  const { rows } = await tx.query<UnsentLogs>(takeUnsentSql, [fromMs, toMs]);
  return rows;
}

async function logWriters(tx: pg.PoolClient, toMs: number): Promise<LogWriter[]> {
  const { rows } = await tx.query<{
    service: string;
    severities: LogSeverity[];
    patterns: { id: string; severity: LogSeverity }[];
  }>(writersSql, [toMs - logSilentMs, toMs]);
  return rows;
}
