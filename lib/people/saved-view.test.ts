import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import { perform } from "../verb";
import type { Actor, Role } from "./model";
import { listSavedViews } from "./saved-view-store";
import { removeViewVerb, saveViewVerb } from "./saved-view-verbs";

const now = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  for (const [id, role] of [
    ["ana", "responder"],
    ["bo", "viewer"],
    ["cy", "admin"],
  ] as const)
    await fresh.db.prisma.user.create({
      data: { id, email: `${id}@x`, name: id.toUpperCase(), role },
    });
});
afterAll(() => fresh.drop());

const as = (id: string, role: Role) => ({
  db: fresh.db,
  actor: { kind: "user", id, name: id.toUpperCase(), role } satisfies Actor,
  now,
});
const save = (who: ReturnType<typeof as>, name: string, query: string, shared = false) =>
  perform(saveViewVerb, who, { page: "situations", name, query, shared });
const seen = async (id: string) =>
  (await listSavedViews(fresh.db.prisma, "situations", id)).map((v) => `${v.name} ${v.query}`);

test("a view is its owner's until it is shared, and its name is its own", async () => {
  await save(as("ana", "responder"), "Mine", "severity=critical");
  await save(as("ana", "responder"), "Team", "service=pricing", true);
  await save(as("bo", "viewer"), "Mine", "status=open");
  expect(await seen("ana")).toEqual(["Mine severity=critical", "Team service=pricing"]);
  expect(await seen("bo")).toEqual(["Mine status=open", "Team service=pricing"]);
  await save(as("bo", "viewer"), "Mine", "status=resolved");
  expect(await seen("bo")).toEqual(["Mine status=resolved", "Team service=pricing"]);
});

test("a viewer keeps views but shares none", async () => {
  await expect(save(as("bo", "viewer"), "For all", "", true)).rejects.toThrow(
    "needs the role responder",
  );
});

test("what is more than the query of an address is refused", async () => {
  for (const query of ["a#b", "a?b", "a b"])
    await expect(save(as("ana", "responder"), "x", query)).rejects.toThrow("query of an address");
});

test("only its owner removes a private view; an admin may remove a shared one, and the timeline tells", async () => {
  const views = await listSavedViews(fresh.db.prisma, "situations", "ana");
  const idOf = (name: string) => views.find((v) => v.name === name)?.id ?? "";
  const remove = (who: ReturnType<typeof as>, name: string) =>
    perform(removeViewVerb, who, { id: idOf(name) });
  await expect(remove(as("cy", "admin"), "Mine")).rejects.toThrow("no such view");
  await expect(remove(as("bo", "viewer"), "Team")).rejects.toThrow("no such view");
  await remove(as("cy", "admin"), "Team");
  await remove(as("ana", "responder"), "Mine");
  expect(await seen("ana")).toEqual([]);
  const told = await fresh.db.prisma.timelineEvent.findMany({ orderBy: { id: "asc" } });
  expect(told.map((e) => e.says)).toEqual([
    "Shared the view “Team” of situations.",
    "Removed the shared view “Team”.",
  ]);
});
