import type { Db } from "../db/client";

/** Failures in a row that cost nothing: of one account, and of one sender, who may be a whole office. */
const freeTries = { account: 5, sender: 30 } as const;
type What = keyof typeof freeTries;

const keyOf = (what: What, name: string) => `${what}:${name.slice(0, 320)}`;
const iso = (ms: number) => new Date(ms).toISOString();

// Failures after this one: an hour of silence forgets those before.
const next = `CASE WHEN t."lastAt" > $2::timestamp - interval '1 hour' THEN t.failures + 1 ELSE 1 END`;

/**
 * Slows down guessing, for all processes at once and over restarts: after the free failures each further try must wait, 30 s at
 * first and twice as long each time, up to 15 min; an hour of silence forgets. The try is counted as a failure before its outcome
 * is known, so that tries sent at once count too. Returns how long to wait, ms; 0: go on, and tell `succeeded` if it was right.
 */
export async function takeTry(
  db: Db,
  what: What,
  name: string,
  now: number,
): Promise<{ waitMs: number; failures: number }> {
  const key = keyOf(what, name);
  const taken = await db.pool.query<{ failures: number }>(
    `INSERT INTO sign_in_tries AS t (name, failures, until, "lastAt") VALUES ($1, 1, $2::timestamp, $2::timestamp)
     ON CONFLICT (name) DO UPDATE SET failures = ${next}, "lastAt" = $2::timestamp,
       until = $2::timestamp + CASE WHEN ${next} < $3 THEN interval '0'
         ELSE least(900, 30 * power(2, least(${next} - $3, 10))) * interval '1 second' END
     WHERE t.until <= $2::timestamp
     RETURNING failures`,
    [key, iso(now), freeTries[what]],
  );
  const [row] = taken.rows;
  if (row) return { waitMs: 0, failures: row.failures };
  const held = await db.pool.query<{ failures: number; until: Date }>(
    "SELECT failures, until FROM sign_in_tries WHERE name = $1",
    [key],
  );
  const [known] = held.rows;
  return {
    waitMs: known ? Math.max(1, known.until.getTime() - now) : 0,
    failures: known?.failures ?? 0,
  };
}

/** It was right: the account's failures are forgotten; the sender's try is given back, and no more than that. */
export async function succeeded(db: Db, what: What, name: string): Promise<void> {
  if (what === "sender") return giveBack(db, what, name);
  await db.pool.query("DELETE FROM sign_in_tries WHERE name = $1", [keyOf(what, name)]);
}

/** This one try was no failure; those before it still count. */
export async function giveBack(db: Db, what: What, name: string): Promise<void> {
  await db.pool.query(
    `UPDATE sign_in_tries SET failures = greatest(0, failures - 1), until = "lastAt" WHERE name = $1`,
    [keyOf(what, name)],
  );
}
