import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { addJob } from "@/lib/db/jobs";
import { readEnv } from "@/lib/env";
import { createLog } from "@/lib/log";
import { startJobs } from "./jobs";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
});
afterAll(() => fresh.drop());

const start = () =>
  startJobs({
    db: fresh.db,
    log: createLog("test", "error"),
    env: readEnv({ DATABASE_URL: fresh.url, NEXTAUTH_SECRET: "a secret only for tests" }),
    now: Date.now,
  });

const jobsLeft = async () =>
  (await fresh.db.pool.query("SELECT task_identifier FROM graphile_worker.jobs")).rows.length;

test("a job that a dead worker holds is done by the next one", async () => {
  await addJob(fresh.db.pool, "retention", {});
  await fresh.db.pool.query(
    "UPDATE graphile_worker._private_jobs SET locked_by = 'dead', locked_at = now(), attempts = 1",
  );
  const role = await start();
  await vi.waitFor(async () => expect(await jobsLeft()).toBe(0), { timeout: 15_000 });
  await role.stop();
});

test("a job that was asked for again while it ran is no failure when its worker dies", async () => {
  const { pool } = fresh.db;
  await addJob(pool, "propose", { situationId: 1 }, { key: "propose:1" });
  await pool.query(
    "UPDATE graphile_worker._private_jobs SET locked_by = 'dead', locked_at = now(), attempts = 1",
  );
  await addJob(pool, "propose", { situationId: 1 }, { key: "propose:1" });
  const { rows } = await pool.query("SELECT key FROM graphile_worker.jobs ORDER BY id");
  expect(rows).toEqual([{ key: null }, { key: "propose:1" }]);
  const role = await start();
  await vi.waitFor(async () => expect(await jobsLeft()).toBe(0), { timeout: 15_000 });
  await role.stop();
});

test("a second runner leaves the locks of the first alone", async () => {
  const first = await start();
  await addJob(fresh.db.pool, "retention", {}, { runAt: Date.now() + 3_600_000 });
  const far = "run_at > now() + interval '50 minutes'";
  await fresh.db.pool.query(
    `UPDATE graphile_worker._private_jobs SET locked_by = 'alive', locked_at = now() WHERE ${far}`,
  );
  const second = await start();
  const { rows } = await fresh.db.pool.query(
    `SELECT locked_by FROM graphile_worker.jobs WHERE ${far}`,
  );
  await second.stop();
  await first.stop();
  expect(rows).toEqual([{ locked_by: "alive" }]);
});
