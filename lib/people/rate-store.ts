import type { Db } from "../db/client";
import { TooMany } from "../problem";

const minuteMs = 60_000;

/** Counts one more of `name` in this minute, over all processes. Throws TooMany beyond `most`. */
export async function countInMinute(
  db: Db,
  name: string,
  most: number,
  now: number,
): Promise<void> {
  const startedAt = Math.floor(now / minuteMs) * minuteMs;
  const { rows } = await db.pool.query<{ count: number }>(
    `INSERT INTO rate_windows AS w (name, "startedAt", count) VALUES ($1, $2::timestamp, 1)
     ON CONFLICT (name) DO UPDATE SET "startedAt" = $2::timestamp,
       count = CASE WHEN w."startedAt" = $2::timestamp THEN w.count + 1 ELSE 1 END
     RETURNING count`,
    [name.slice(0, 400), new Date(startedAt).toISOString()],
  );
  if ((rows[0]?.count ?? 0) > most)
    throw new TooMany("That was too often within a minute.", startedAt + minuteMs - now);
}
