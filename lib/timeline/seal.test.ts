import { beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import { workerActor } from "../people/model";
import { chainFault } from "./chain-words";
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
/** As somebody with the whole database may: past the triggers. */
const rewrite = (sql: string) =>
  fresh.db.pool.query(`BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`);
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

const ids = async () =>
  (await fresh.db.prisma.timelineEvent.findMany({ orderBy: { id: "asc" } })).map((e) =>
    Number(e.id),
  );
const check = (kept?: string) => checkSeals(fresh.db.prisma, kept);

test("an edited entry is found out, and where; put back it is whole again", async () => {
  const [, second = 0] = await ids();
  for (const [column, was] of [
    ["says", "'two'"],
    ["at", "'2026-11-23 00:00:00'"],
    ["actor", "actor"],
  ] as const) {
    const keep = column === "actor" ? `jsonb_set(actor, '{name}', '"somebody"')` : null;
    await rewrite(
      `UPDATE timeline_events SET ${column} = ${keep ?? (column === "at" ? "at + interval '1 ms'" : "'never'")} WHERE id = ${second}`,
    );
    expect(await check()).toMatchObject({ sealed: 1, brokenAt: String(second), how: "changed" });
    await rewrite(
      `UPDATE timeline_events SET ${column} = ${keep ? `jsonb_set(actor, '{name}', '"test"')` : was} WHERE id = ${second}`,
    );
    expect(await check()).toMatchObject({ sealed: 4, brokenAt: null, how: null });
  }
});

test("entries that changed places are found out, whichever table was turned", async () => {
  const [, second = 0, third = 0] = await ids();
  const swapEvents = `UPDATE timeline_events SET says = CASE id WHEN ${second} THEN 'three' ELSE 'two' END WHERE id IN (${second}, ${third})`;
  await rewrite(swapEvents);
  expect(await check()).toMatchObject({ brokenAt: String(second), how: "changed" });
  await rewrite(
    `UPDATE timeline_events SET says = CASE id WHEN ${second} THEN 'two' ELSE 'three' END WHERE id IN (${second}, ${third})`,
  );
  const swapSeals = async () => {
    await rewrite(`UPDATE timeline_seals SET no = -no WHERE no IN (2, 3)`);
    await rewrite(`UPDATE timeline_seals SET no = CASE no WHEN -2 THEN 3 ELSE 2 END WHERE no < 0`);
  };
  await swapSeals();
  expect(await check()).toMatchObject({ sealed: 1, brokenAt: String(third), how: "changed" });
  await swapSeals();
  expect(await check()).toMatchObject({ sealed: 4, brokenAt: null });
});

test("an end that was cut off is found out by a seal that somebody kept, and an entry slipped in by its missing seal", async () => {
  const { hash } = await check();
  expect(await check(hash)).toMatchObject({ kept: true });
  const last = (await ids()).at(-1);
  await rewrite(`DELETE FROM timeline_seals WHERE "eventId" = ${last}`);
  await rewrite(`DELETE FROM timeline_events WHERE id = ${last}`);
  const cut = await check(hash);
  expect(cut).toMatchObject({ sealed: 3, brokenAt: null, kept: false });
  expect(chainFault(cut)).toContain("The seal that you kept is not in this chain");
  await fresh.db.pool.query("SELECT setval('timeline_events_id_seq', 20000)");
  await note("much later");
  await seal();
  await fresh.db.pool.query(
    `INSERT INTO timeline_events (id, at, room, kind, says, actor) VALUES (5000, now(), 'people', 'note', 'forged', '{}')`,
  );
  await seal();
  expect(chainFault(await check())).toBe(
    "1 entry stands among old ones without a seal: not recorded in turn.",
  );
  await rewrite("DELETE FROM timeline_events WHERE id = 5000");
});

test("a removed entry and a removed seal are found out, and where", async () => {
  const [, second = 0, third = 0] = await ids();
  await rewrite(`DELETE FROM timeline_seals WHERE "eventId" = ${second}`);
  expect(await check()).toMatchObject({ brokenAt: String(third), how: "seal-missing" });
  const [first] = await ids();
  await rewrite(`DELETE FROM timeline_events WHERE id = ${first}`);
  const gone = await check();
  expect(gone).toMatchObject({ sealed: 0, brokenAt: String(first), how: "gone" });
  expect(chainFault(gone)).toBe(
    `Entry ${first} was removed. The 0 sealed before it are as they were.`,
  );
});
