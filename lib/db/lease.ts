import type pg from "pg";

/**
 * Runs `work` while this process alone holds the lease of that name; false, at once, when somebody else holds it. The lease
 * is a lock of a database session: it ends with the process, so a crash leaves nothing to wait for.
 */
export async function withLease(
  pool: pg.Pool,
  name: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_lock(hashtextextended($1, 7)) AS mine",
      [name],
    );
    if (!rows[0]?.mine) return false;
    try {
      await work();
    } finally {
      await client.query("SELECT pg_advisory_unlock(hashtextextended($1, 7))", [name]);
    }
    return true;
  } finally {
    client.release();
  }
}
