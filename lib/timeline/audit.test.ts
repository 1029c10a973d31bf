import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import type { Actor } from "../people/model";
import { auditCsv } from "./audit-csv";
import { auditFilter, auditKinds, readAudit } from "./audit-store";
import type { TimelineEntry } from "./model";
import { record } from "./store";

const now = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
const ada: Actor = { kind: "user", id: "a", name: "Ada", role: "admin", grants: [], session: "x" };
const entry = (says: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  at: now,
  room: "people",
  kind: "change-person",
  says,
  actor: ada,
  ...more,
});
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  const worker: Actor = { kind: "worker", id: "detect", name: "detect", role: "admin" };
  for (const e of [
    entry("Bo is editor everywhere now."),
    entry("100 % of it_all", { kind: "comment-situation", situationId: 7, at: now + 1 }),
    entry("an anomaly began", { room: "detect", kind: "anomaly", actor: worker, at: now + 2 }),
    entry('=HYPERLINK("x")', { actor: { ...ada, name: "Bo, the second" }, at: now + 3 }),
  ])
    await record(fresh.db.prisma, e);
});
afterAll(() => fresh.drop());

const read = async (f: object) =>
  (await readAudit(fresh.db.prisma, auditFilter.parse(f), 100)).map((r) => r.says);

test("who did what, newest first; what workers found out is left away unless it is asked for", async () => {
  expect(await read({})).toEqual([
    '=HYPERLINK("x")',
    "100 % of it_all",
    "Bo is editor everywhere now.",
  ]);
  expect(await read({ machines: true })).toHaveLength(4);
});

test("by person, deed, object and time; a search text is text and no pattern", async () => {
  expect(await read({ who: "second" })).toEqual(['=HYPERLINK("x")']);
  expect(await read({ kind: "comment-situation" })).toEqual(["100 % of it_all"]);
  expect(await read({ about: "S-7" })).toEqual(["100 % of it_all"]);
  expect(await read({ about: "0 % o" })).toEqual(["100 % of it_all"]);
  expect(await read({ about: "%" })).toEqual(["100 % of it_all"]);
  expect(await read({ about: "it.all" })).toEqual([]);
  expect(await read({ about: "' OR true --" })).toEqual([]);
  expect(await read({ from: now + 1, to: now + 1 })).toEqual(["100 % of it_all"]);
});

test("pages go on where the last one ended", async () => {
  const [first] = await readAudit(fresh.db.prisma, auditFilter.parse({}), 1);
  expect(await read({ before: first?.id })).toEqual([
    "100 % of it_all",
    "Bo is editor everywhere now.",
  ]);
  expect(await auditKinds(fresh.db.prisma)).toEqual(["change-person", "comment-situation"]);
});

test("neither sessions nor grants are written down, and a spreadsheet finds no formula", async () => {
  const rows = await readAudit(fresh.db.prisma, auditFilter.parse({ who: "second" }), 1);
  expect(auditCsv(rows)).toBe(
    'time,who,kind of actor,role,deed,situation,says\r\n2026-11-22T12:00:00.003Z,"Bo, the second",user,admin,change-person,,"\'=HYPERLINK(""x"")"\r\n',
  );
  const [event] = await fresh.db.prisma.timelineEvent.findMany({ take: 1 });
  expect(event?.actor).toEqual({ kind: "user", id: "a", name: "Ada", role: "admin" });
});
