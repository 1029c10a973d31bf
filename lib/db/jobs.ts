import type pg from "pg";
import type { Tx } from "./client";

export type JobOptions = {
  /** One pending job per key: adding it again replaces the payload and the time */
  key?: string;
  /** Epoch ms before which it does not run */
  runAt?: number;
  maxAttempts?: number;
};

const sql =
  "select graphile_worker.add_job($1, payload := $2::json, run_at := $3::timestamptz, max_attempts := $4::int, job_key := $5)";

const values = (name: string, payload: unknown, { key, runAt, maxAttempts }: JobOptions) => [
  name,
  JSON.stringify(payload),
  runAt === undefined ? null : new Date(runAt).toISOString(),
  maxAttempts ?? null,
  key ?? null,
];

/** Adds a job in the transaction of the row that wants it: both are there after the commit, or neither. */
export async function addJob(
  client: pg.Pool | pg.PoolClient,
  name: string,
  payload: unknown,
  options: JobOptions = {},
): Promise<void> {
  await client.query(sql, values(name, payload, options));
}

/** The same in a Prisma transaction. */
export async function addJobIn(
  tx: Tx,
  name: string,
  payload: unknown,
  options: JobOptions = {},
): Promise<void> {
  await tx.$executeRawUnsafe(sql, ...values(name, payload, options));
}
