import type pg from "pg";
import type { CounterState } from "./counter";
import { coverPrefix } from "./digest-metrics";

type Row = { key: string; startMs: number; atMs: number; values: number[] };

/** The states of these keys, where there are any. */
export async function loadCounters(
  pool: pg.Pool,
  keys: readonly string[],
): Promise<Map<string, CounterState>> {
  const { rows } = await pool.query<Row>(
    `SELECT key, "startMs", "atMs", "values" FROM counter_states WHERE key = ANY ($1)`,
    [keys],
  );
  return new Map(rows.map(({ key, startMs, atMs, values }) => [key, { startMs, atMs, values }]));
}

/** Somebody else has moved a counter since it was loaded: load again and compute again. */
export class CounterMoved extends Error {}

export type CounterChange = { key: string; before: CounterState | undefined; after: CounterState };

/** Saves states in the caller's transaction. Throws CounterMoved unless each is still as it was before. */
export async function saveCounters(
  tx: pg.PoolClient,
  changes: readonly CounterChange[],
): Promise<void> {
  const known = changes.filter((c) => c.before);
  const fresh = changes.filter((c) => !c.before);
  let saved = 0;
  if (known.length > 0) {
    const { rowCount } = await tx.query({
      name: "counters-update",
      text: `UPDATE counter_states c SET "startMs" = n.s, "atMs" = n.a, "values" = n.v::float8[]
             FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[]) AS n(k, s, a, v, was)
             WHERE c.key = n.k AND c."atMs" = n.was`,
      values: [...columns(known), known.map((c) => c.before?.atMs)],
    });
    saved += rowCount ?? 0;
  }
  if (fresh.length > 0) {
    const { rowCount } = await tx.query({
      name: "counters-insert",
      text: `INSERT INTO counter_states (key, "startMs", "atMs", "values")
             SELECT k, s, a, v::float8[] FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[]) AS n(k, s, a, v)
             ON CONFLICT (key) DO NOTHING`,
      values: columns(fresh),
    });
    saved += rowCount ?? 0;
  }
  if (saved !== changes.length) throw new CounterMoved();
}

const columns = (changes: readonly CounterChange[]): unknown[] => [
  changes.map((c) => c.key),
  changes.map((c) => c.after.startMs),
  changes.map((c) => c.after.atMs),
  changes.map((c) => `{${c.after.values.join(",")}}`),
];

/** Forgets counters that nothing was heard of since `beforeMs`. */
export async function dropOldCounters(pool: pg.Pool, beforeMs: number): Promise<void> {
  await pool.query(`DELETE FROM counter_states WHERE "atMs" < $1`, [Math.floor(beforeMs)]);
}

/** The last export of every instance since `sinceMs`, and the intervals between its last ones. */
export async function loadCovers(
  pool: pg.Pool,
  sinceMs: number,
): Promise<
  { service: string; version: string; instance: string; atMs: number; intervals: number[] }[]
> {
  const { rows } = await pool.query<Row>(
    `SELECT key, "atMs", "values" FROM counter_states WHERE starts_with(key, $1) AND "atMs" >= $2`,
    [coverPrefix, Math.floor(sinceMs)],
  );
  return rows.map(({ key, atMs, values }) => {
    const [service = "", version = "", instance = ""] = key.slice(coverPrefix.length).split("\t");
    return { service, version, instance, atMs, intervals: values };
  });
}
