import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { findFaults } from "@/lib/health/faults";
import { readOwnState } from "@/lib/health/state-store";
import { createLog } from "@/lib/log";
import { workerActor } from "@/lib/people/model";
import { sealTimeline } from "@/lib/timeline/seal-store";
import { record } from "@/lib/timeline/store";
import { checkRecord } from "./check-record";

const now = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());

const check = async () => {
  const log = createLog("test", "silent");
  await checkRecord.run({ db: fresh.db, log, now: () => now, secret: "of no importance" }, {});
  const state = await readOwnState(fresh.db, now);
  return findFaults(now, state, []).find((f) => f.rule === "record-broken")?.says ?? null;
};
const say = (id: number, says: string) =>
  fresh.db.pool.query(
    `BEGIN; SET LOCAL session_replication_role = replica; UPDATE timeline_events SET says = '${says}' WHERE id = ${id}; COMMIT`,
  );

test("a record that was changed behind our back is an alert within the hour, and none once it is as it was", async () => {
  await record(fresh.db.prisma, {
    at: now,
    room: "people",
    kind: "note",
    says: "approved by Ada",
    actor: workerActor("test"),
  });
  await fresh.db.prisma.$transaction((tx) => sealTimeline(tx));
  expect(await check()).toBeNull();
  const { id } = await fresh.db.prisma.timelineEvent.findFirstOrThrow();
  await say(Number(id), "approved by Bo");
  expect(await check()).toBe(
    `The timeline was changed behind our back. Entry ${id} is not as it was sealed, or not in its place. The 0 sealed before it are as they were. Compare with a backup; Reports, The record, checks it again.`,
  );
  await say(Number(id), "approved by Ada");
  expect(await check()).toBeNull();
});
