import type pg from "pg";
import { golden, type Objective } from "./model";
import { learnObjective } from "./objective";

const dayMs = 86_400_000;
const historyMs = 7 * dayMs;

const at = (param: string) => `to_timestamp(${param}::float8 / 1000)`;

/** The hours of one service's golden signals: failed share and p95, each the mean of its windows. */
const hoursSql = `
  SELECT avg(value) FILTER (WHERE metric = '${golden.errors}') AS errors, avg(value) FILTER (WHERE metric = '${golden.p95}') AS "p95Ms"
  FROM samples JOIN series ON series.id = series_id
  WHERE series.service = $1 AND metric IN ('${golden.errors}', '${golden.p95}') AND (tags - 'service') = '{}'::jsonb
    AND time >= ${at("$2")} AND time < ${at("$3")}
  GROUP BY date_trunc('hour', time)`;

/** Whoever sends nothing of its own is known by its callers, hour by hour from the snapshots. */
const externalHoursSql = `
  SELECT e->>'callee' AS service, sum((e->>'errors')::float8) / nullif(sum((e->>'calls')::float8), 0) AS errors,
    max((e->>'p95')::float8) AS "p95Ms"
  FROM graph_snapshots g CROSS JOIN LATERAL jsonb_array_elements(g.body->'edges') AS e
  JOIN services s ON s.name = e->>'callee' AND s.kind = 'external'
  WHERE g.source = 'hourly' AND g."toAt" >= ${at("$1")} AT TIME ZONE 'UTC' AND g."toAt" <= ${at("$2")} AT TIME ZONE 'UTC'
  GROUP BY g.id, 1`;

type Hour = { errors: number | null; p95Ms: number | null };

/**
 * Learns the objective of every service about which nothing was learned for a day, from its last week. Safe to run at any
 * time. Returns how many were looked at.
 */
export async function learnObjectives(pool: pg.Pool, nowMs: number): Promise<number> {
  const { rows } = await pool.query<{ name: string; kind: string }>(
    `SELECT s.name, s.kind FROM services s LEFT JOIN learned_objectives l ON l.service = s.name
     WHERE l.at IS NULL OR l.at < ${at("$1")} AT TIME ZONE 'UTC' OR (l.hours < 24 AND l.at < ${at("$2")} AT TIME ZONE 'UTC') ORDER BY 1`,
    [nowMs - dayMs, nowMs - dayMs / 24],
  );
  const since = nowMs - historyMs;
  const external = new Map<string, Hour[]>();
  if (rows.some((r) => r.kind === "external")) {
    const found = await pool.query<Hour & { service: string }>(externalHoursSql, [since, nowMs]);
    for (const hour of found.rows)
      external.set(hour.service, [...(external.get(hour.service) ?? []), hour]);
  }
  for (const { name, kind } of rows) {
    const hours =
      kind === "external"
        ? (external.get(name) ?? [])
        : (await pool.query<Hour>(hoursSql, [name, since, nowMs])).rows;
    const { errors, p95Ms } = learnObjective(hours);
    await pool.query(
      `INSERT INTO learned_objectives (service, errors, "p95Ms", hours, at) VALUES ($1, $2, $3, $4, ${at("$5")} AT TIME ZONE 'UTC')
       ON CONFLICT (service) DO UPDATE SET errors = EXCLUDED.errors, "p95Ms" = EXCLUDED."p95Ms", hours = EXCLUDED.hours, at = EXCLUDED.at`,
      [name, errors, p95Ms, hours.length, nowMs],
    );
  }
  return rows.length;
}

/** What was learned of each service. */
export async function loadLearned(pool: pg.Pool): Promise<Map<string, Objective>> {
  const { rows } = await pool.query<Objective & { service: string }>(
    'SELECT service, errors, "p95Ms" FROM learned_objectives',
  );
  return new Map(rows.map(({ service, errors, p95Ms }) => [service, { errors, p95Ms }]));
}
