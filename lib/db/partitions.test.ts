import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "./fresh-database";
import { addJob, addJobIn } from "./jobs";
import { dropOldPartitions, ensurePartitions } from "./partitions";

const now = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());

test("a day outside what is kept is dropped, a day inside stays", async () => {
  const { pool } = fresh.db;
  await ensurePartitions(pool, "spans", now - 4 * 86_400_000, now - 3 * 86_400_000);
  expect(await dropOldPartitions(pool, now)).toEqual(["spans_20261118"]);
  await pool.query(
    "INSERT INTO spans SELECT '\\x01','\\x02',null,'a','1','i','n',2,null,$1,5,false,'{}'",
    [new Date(now - 3 * 86_400_000)],
  );
});

test("a job joins the transaction that adds it, through both doors", async () => {
  await addJob(fresh.db.pool, "a", { x: 1 }, { key: "k" });
  await fresh.db.prisma
    .$transaction(async (tx) => {
      await addJobIn(tx, "b", { x: 2 });
      throw new Error("undo");
    })
    .catch(() => undefined);
  await fresh.db.prisma.$transaction((tx) => addJobIn(tx, "c", { x: 3 }, { runAt: now }));
  const { rows } = await fresh.db.pool.query(
    "SELECT task_identifier FROM graphile_worker.jobs ORDER BY 1",
  );
  expect(rows.map((r) => r.task_identifier)).toEqual(["a", "c"]);
});
