import type pg from "pg";

/**
 * An estate of `services` in namespaces of 25, each calling three of the next layers, with half an hour of windows up to
 * `nowMs`: what a thousand services look like to the graph. Every 50th service fails one request in five.
 */
export async function seedEstate(pool: pg.Pool, services: number, nowMs: number): Promise<void> {
  const end = Math.floor(nowMs / 10_000) * 10_000;
  await pool.query(
    `INSERT INTO services (name, kind, namespace, "firstSeenAt", "lastSeenAt")
     SELECT 'svc-' || lpad(i::text, 4, '0'), 'instrumented', 'team-' || lpad((i / 25)::text, 2, '0'), $2, $3
     FROM generate_series(0, $1::int - 1) i`,
    [services, new Date(end - 86_400_000), new Date(end)],
  );
  const windows = `generate_series($2::timestamp, $3::timestamp - interval '10 seconds', interval '10 seconds') AS t`;
  const range = [services, new Date(end - 1_800_000), new Date(end)];
  const buckets = (n: string, slowest: string) =>
    `(SELECT array_agg(CASE k WHEN 20 + i % 8 THEN ${n} - 5 WHEN ${slowest} THEN 5 ELSE 0 END::float8 ORDER BY k) FROM generate_series(0, 65) k)`;
  await pool.query(
    `INSERT INTO request_windows (service, version, instance, start, count, errors, "sumMs", buckets)
     SELECT 'svc-' || lpad(i::text, 4, '0'), 'v1', 'a', t, 50, CASE WHEN i % 50 = 7 THEN 10 ELSE 0 END, 1500, b
     FROM (SELECT i, ${buckets("50", "30 + i % 5")} AS b FROM generate_series(0, $1::int - 1) i) s, ${windows}`,
    range,
  );
  await pool.query(
    `INSERT INTO edge_windows (caller, callee, start, calls, errors, "sumMs", buckets)
     SELECT 'svc-' || lpad(i::text, 4, '0'), 'svc-' || lpad(j::text, 4, '0'), t, 20, CASE WHEN j % 50 = 7 THEN 4 ELSE 0 END, 600, b
     FROM (SELECT DISTINCT i, j, ${buckets("20", "30 + i % 5")} AS b FROM generate_series(0, $1::int - 1) i,
       LATERAL (SELECT least($1::int - 1, i + 1 + (i * 7 + d * d * 31) % 120) AS j FROM generate_series(1, 3) d) e WHERE j > i) s, ${windows}`,
    range,
  );
  await pool.query("ANALYZE request_windows, edge_windows, services");
}
