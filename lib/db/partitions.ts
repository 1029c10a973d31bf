import type pg from "pg";

const dayMs = 86_400_000;

/** Tables split by day. The words after a name are the days kept. */
export const partitioned = { samples: 35, spans: 3, log_samples: 3, stream_records: 2 } as const;
export type PartitionedTable = keyof typeof partitioned;

const dayOf = (ms: number) => Math.floor(ms / dayMs);
const nameOf = (table: string, day: number) =>
  `${table}_${new Date(day * dayMs).toISOString().slice(0, 10).replaceAll("-", "")}`;

/** Makes the daily partitions that [fromMs, toMs] needs; those that exist stay as they are. */
export async function ensurePartitions(
  pool: pg.Pool | pg.PoolClient,
  table: PartitionedTable,
  fromMs: number,
  toMs: number,
): Promise<void> {
  for (let day = dayOf(fromMs); day <= dayOf(toMs); day++) {
    const from = new Date(day * dayMs).toISOString();
    const to = new Date((day + 1) * dayMs).toISOString();
    await pool.query(
      `CREATE TABLE IF NOT EXISTS ${nameOf(table, day)} PARTITION OF ${table} FOR VALUES FROM ('${from}') TO ('${to}')`,
    );
  }
}

/** Today's and the next two days' partitions of every partitioned table. */
export async function ensurePartitionsAhead(pool: pg.Pool, nowMs: number): Promise<void> {
  for (const table of Object.keys(partitioned) as PartitionedTable[])
    await ensurePartitions(pool, table, nowMs - dayMs, nowMs + 2 * dayMs);
}

/** Drops partitions that lie wholly before the days kept, or before the `days` given. Returns the names dropped. */
export async function dropOldPartitions(
  pool: pg.Pool,
  nowMs: number,
  days: Partial<Record<PartitionedTable, number>> = {},
): Promise<string[]> {
  const dropped: string[] = [];
  for (const [table, usual] of Object.entries(partitioned)) {
    const kept = days[table as PartitionedTable] ?? usual;
    const oldest = nameOf(table, dayOf(nowMs) - kept);
    const { rows } = await pool.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = $1::regclass AND c.relname < $2 ORDER BY 1`,
      [table, oldest],
    );
    for (const { name } of rows) {
      await pool.query(`DROP TABLE IF EXISTS ${name}`);
      dropped.push(name);
    }
  }
  return dropped;
}
