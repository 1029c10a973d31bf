import { beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import { workerActor } from "../people/model";
import { checkSeals, sealTimeline } from "./seal-store";
import { record } from "./store";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
  return fresh.drop;
});

const note = (says: string) =>
  record(fresh.db.prisma, {
    at: Date.UTC(2026, 10, 23),
    room: "people",
    kind: "note",
    says,
    actor: workerActor("test"),
    data: { b: 1, a: [2, null] },
  });
const rewrite = (sql: string) =>
  fresh.db.pool.query(
    `BEGIN; ALTER TABLE timeline_events DISABLE TRIGGER USER; ${sql}; ALTER TABLE timeline_events ENABLE TRIGGER USER; COMMIT`,
  );
const seal = () => fresh.db.prisma.$transaction((tx) => sealTimeline(tx));

test("what is recorded is sealed once, in order, and the chain holds", async () => {
  for (const says of ["one", "two", "three"]) await note(says);
  expect(await seal()).toBe(3);
  expect(await seal()).toBe(0);
  await note("four");
  expect(await checkSeals(fresh.db.prisma)).toMatchObject({ sealed: 3, open: 1, brokenAt: null });
  expect(await seal()).toBe(1);
  expect(await checkSeals(fresh.db.prisma)).toMatchObject({ sealed: 4, open: 0, brokenAt: null });
});

test("the record cannot be rewritten through the application", async () => {
  await expect(
    fresh.db.prisma.timelineEvent.updateMany({ data: { says: "other" } }),
  ).rejects.toThrow("append-only");
  await expect(fresh.db.prisma.timelineEvent.deleteMany({})).rejects.toThrow("append-only");
});

test("who rewrites it in the database is found out, and where", async () => {
  const [, second] = await fresh.db.prisma.timelineEvent.findMany({ orderBy: { id: "asc" } });
  await rewrite(`UPDATE timeline_events SET says = 'never' WHERE id = ${second?.id}`);
  expect(await checkSeals(fresh.db.prisma)).toMatchObject({
    sealed: 1,
    brokenAt: String(second?.id),
  });
  await rewrite(`UPDATE timeline_events SET says = 'two' WHERE id = ${second?.id}`);
  expect(await checkSeals(fresh.db.prisma)).toMatchObject({ sealed: 4, brokenAt: null });
  await rewrite(`DELETE FROM timeline_events WHERE id = ${second?.id}`);
  expect(await checkSeals(fresh.db.prisma)).toMatchObject({ brokenAt: String(second?.id) });
});
