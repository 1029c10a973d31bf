import type pg from "pg";
import { inTransaction } from "./accept-store";
import { minuteMs, type TraceRules } from "./model";
import { rollUpOperations } from "./operation-store";

const mark = "spans sampled";
/** So many minutes are sampled by one statement. */
const stepMs = 10 * minuteMs;
/** The spans of one trace begin at most so far apart; beyond that its parts are judged on their own. */
const reachMs = 5 * minuteMs;
/** Where fewer requests than this were counted an operation's quantile says nothing. */
const enoughCalls = 50;

const at = (param: string) => `to_timestamp(${param}::float8 / 1000)`;

// Slow is what lies in the buckets above the quantile of its own operation, over the hour before and all of this time.
const sampleSql = `
  WITH shapes AS (
    SELECT service, operation, i, sum(v) AS v FROM operation_windows, unnest(buckets) WITH ORDINALITY AS u(v, i)
    WHERE start >= (${at("$1")} - interval '1 hour') AT TIME ZONE 'UTC' AND start < ${at("$2")} AT TIME ZONE 'UTC'
    GROUP BY 1, 2, 3
  ), sums AS (
    SELECT service, operation, i, v, sum(v) OVER (PARTITION BY service, operation ORDER BY i) AS upto,
      sum(v) OVER (PARTITION BY service, operation) AS total FROM shapes
  ), limits AS (
    SELECT service, operation, 1000 * power(2, (min(i) - 1) / 4.0) AS us FROM sums
    WHERE total >= ${enoughCalls} AND upto >= $3::float8 * total GROUP BY 1, 2
  ), lost AS MATERIALIZED (
    SELECT s.trace_id FROM spans s
    LEFT JOIN limits l ON l.service = s.service AND l.operation = s.name AND (s.kind IN (2, 5) OR s.parent_id IS NULL)
    WHERE s.start_at >= ${at("$1")} - interval '${reachMs} milliseconds' AND s.start_at < ${at("$2")} + interval '${reachMs} milliseconds'
      AND get_byte(s.trace_id, 14) * 256 + get_byte(s.trace_id, 15) >= $5::float8 * 65536
    GROUP BY s.trace_id
    HAVING NOT bool_or(s.error OR s.duration_us > coalesce(l.us, 'infinity'::float8) OR s.duration_us > coalesce($4::float8 * 1000, 'infinity'::float8))
  ), gone AS (
    DELETE FROM spans s USING lost
    WHERE s.trace_id = lost.trace_id AND s.start_at >= ${at("$1")} AND s.start_at < ${at("$2")}
    RETURNING s.start_at
  ), minutes AS (
    INSERT INTO sampled_minutes (start, removed)
    SELECT date_trunc('minute', start_at AT TIME ZONE 'UTC'), count(*) FROM gone GROUP BY 1
    ON CONFLICT (start) DO UPDATE SET removed = sampled_minutes.removed + EXCLUDED.removed
  )
  SELECT count(*)::float8 AS removed FROM gone`;

/**
 * Samples the traces of the next minutes that are old enough to be complete: those with an error, with a slow operation or
 * chosen by their id are kept, the others' spans go. Before that the minutes' operations are counted a last time (their
 * edges have been). Because an id decides, all parts of a trace fare alike. Returns how many spans went, or null when
 * no whole step is old enough yet or another process is at it.
 */
export async function sampleSpans(
  pool: pg.Pool,
  rules: TraceRules,
  nowMs: number,
): Promise<number | null> {
  return inTransaction(pool, async (tx) => {
    const { rows: locks } = await tx.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtextextended('sample spans', 0)) AS mine",
    );
    if (!locks[0]?.mine) return null;
    const { rows: marks } = await tx.query<{ upTo: Date }>(
      `SELECT "upTo" FROM watermarks WHERE name = $1`,
      [mark],
    );
    const { rows: first } = await tx.query<{ at: Date | null }>(
      `SELECT min(start_at) AS at FROM spans WHERE start_at >= $1`,
      [marks[0]?.upTo ?? new Date(0)],
    );
    const oldest = first[0]?.at?.getTime();
    if (oldest === undefined) return null;
    const fromMs = Math.max(marks[0]?.upTo.getTime() ?? 0, Math.floor(oldest / stepMs) * stepMs);
    const toMs = fromMs + stepMs;
    if (toMs > nowMs - rules.wholeMinutes * minuteMs) return null;
    // No edge may be counted from what is going to be half a minute.
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('edge windows', 0))");
    await rollUpOperations(tx, fromMs, toMs);
    // Every span of some minutes is looked at once; of tables that have just been filled the planner would think otherwise.
    await tx.query("SET LOCAL enable_nestloop = off");
    const { rows } = await tx.query<{ removed: number }>(sampleSql, [
      fromMs,
      toMs,
      rules.slowQuantile,
      rules.slowMs,
      rules.keepShare,
    ]);
    await tx.query(
      `INSERT INTO watermarks (name, "upTo") VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET "upTo" = EXCLUDED."upTo"`,
      [mark, new Date(toMs)],
    );
    return rows[0]?.removed ?? 0;
  });
}

/** The minutes of [fromMs, toMs) whose spans have been sampled, epoch ms. */
export async function sampledMinutes(
  tx: pg.PoolClient | pg.Pool,
  fromMs: number,
  toMs: number,
): Promise<Set<number>> {
  const { rows } = await tx.query<{ start: Date }>(
    `SELECT start FROM sampled_minutes WHERE start >= ${at("$1")} AT TIME ZONE 'UTC' AND start < ${at("$2")} AT TIME ZONE 'UTC'`,
    [fromMs, toMs],
  );
  return new Set(rows.map((r) => r.start.getTime()));
}
