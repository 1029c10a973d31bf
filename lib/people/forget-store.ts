import type { Db } from "../db/client";

const dayMs = 86_400_000;
/** Ended sessions stay for an audit this long. */
const keepSessionsMs = 90 * dayMs;

/** Removes what has had its time: counters of a day ago, links that are over, sessions that ended long ago. */
export async function forgetOld({ pool }: Db, now: number): Promise<void> {
  const before = (ms: number) => [new Date(now - ms).toISOString()];
  await pool.query(
    `DELETE FROM sign_in_tries WHERE "lastAt" < $1::timestamp AND until < $1::timestamp`,
    before(dayMs),
  );
  await pool.query(`DELETE FROM rate_windows WHERE "startedAt" < $1::timestamp`, before(dayMs));
  await pool.query(`DELETE FROM password_links WHERE "expiresAt" < $1::timestamp`, before(dayMs));
  await pool.query(
    `DELETE FROM sessions WHERE "expiresAt" < $1::timestamp`,
    before(keepSessionsMs),
  );
}
