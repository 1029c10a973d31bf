import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import { perform } from "../verb";
import { actorOfKey } from "./key-actor";
import { ensureKey, findKey, listKeys } from "./key-store";
import { type Actor, workerActor } from "./model";
import { readSetting } from "./setting-store";
import { changeSettings } from "./setting-verbs";
import { createUser, ensureUser, findUser, signIn } from "./user-store";
import { createApiKey, revokeApiKey, rotateApiKey } from "./verbs";

const now = Date.UTC(2026, 10, 22, 12);
const admin: Actor = { kind: "user", id: "u1", name: "Ada", role: "admin" };
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());

const create = (input: unknown, actor = admin) =>
  perform(createApiKey, { db: fresh.db, actor, now }, input);

test("a key is shown once, stored as a hash, found by its text and used at most once a minute", async () => {
  const { id, key, prefix } = await create({ name: "fleet", scopes: ["ingest", "ingest"] });
  expect(key).toMatch(/^sk_[\w-]{43}$/);
  expect(key.startsWith(prefix)).toBe(true);
  const row = await fresh.db.prisma.apiKey.findUniqueOrThrow({ where: { id } });
  expect(JSON.stringify(row)).not.toContain(key);
  expect(await findKey(fresh.db, key, now)).toEqual({
    id,
    name: "fleet",
    scopes: ["ingest"],
    services: [],
  });
  await findKey(fresh.db, key, now + 59_000);
  expect((await listKeys(fresh.db.prisma))[0]?.lastUsedAt).toBe(now);
  await findKey(fresh.db, key, now + 60_000);
  expect((await listKeys(fresh.db.prisma))[0]?.lastUsedAt).toBe(now + 60_000);
  expect(await findKey(fresh.db, `${key}x`, now)).toBeNull();
});

test("keys made when the scope verdicts was called detect work on, and clients may still ask for it so", async () => {
  const { id, key } = await create({ name: "outside", scopes: ["detect", "verdicts"] });
  expect((await findKey(fresh.db, key, now))?.scopes).toEqual(["verdicts"]);
  await fresh.db.prisma.apiKey.update({ where: { id }, data: { scopes: ["detect"] } });
  expect((await findKey(fresh.db, key, now + 5_000))?.scopes).toEqual(["verdicts"]);
  expect((await listKeys(fresh.db.prisma)).find((k) => k.id === id)?.scopes).toEqual(["verdicts"]);
});

test("an expired key stops at once, a revoked one within five seconds", async () => {
  const short = await create({ name: "short", scopes: ["read"], expiresInDays: 1 });
  expect(await findKey(fresh.db, short.key, now + 86_399_999)).not.toBeNull();
  expect(await findKey(fresh.db, short.key, now + 86_400_000)).toBeNull();
  const lost = await create({ name: "lost", scopes: ["changes"] });
  expect(await findKey(fresh.db, lost.key, now)).not.toBeNull();
  await perform(revokeApiKey, { db: fresh.db, actor: admin, now }, { id: lost.id });
  expect(await findKey(fresh.db, lost.key, now + 5_000)).toBeNull();
});

test("creating and revoking are on the timeline and only for admins", async () => {
  await expect(
    create({ name: "x", scopes: ["read"] }, { ...admin, role: "editor" }),
  ).rejects.toMatchObject({ code: "forbidden" });
  await expect(create({ name: "x", scopes: ["everything"] })).rejects.toMatchObject({
    code: "bad-input",
  });
  const told = await fresh.db.prisma.timelineEvent.findMany({ orderBy: { id: "asc" } });
  expect(told.map((e) => e.kind)).toContain("revoke-api-key");
  expect(told.at(-1)?.says).toBe("API key lost revoked.");
});

test("a seeded key may be seeded again with other scopes", async () => {
  const key = "sk_demo_key_for_tests";
  await ensureKey(fresh.db, { key, name: "demo", scopes: ["ingest"] });
  await ensureKey(fresh.db, { key, name: "demo", scopes: ["ingest", "changes"] });
  expect((await findKey(fresh.db, key, now))?.scopes).toEqual(["ingest", "changes"]);
});

test("a person signs in with the right password only; letters' case of the address does not matter", async () => {
  const made = await createUser(fresh.db.prisma, {
    email: "Eve@Example.com",
    name: "Eve",
    role: "approver",
    password: "correct horse",
  });
  const ok = await signIn(fresh.db, { email: " eve@example.COM", password: "correct horse" }, now);
  expect(ok).toEqual({ id: made.id, email: "eve@example.com", name: "Eve", role: "approver" });
  expect(await signIn(fresh.db, { email: "eve@example.com", password: "wrong" }, now)).toBeNull();
  expect(await signIn(fresh.db, { email: "nobody@x", password: "wrong" }, now)).toBeNull();
  await fresh.db.prisma.user.update({
    where: { id: made.id },
    data: { disabledAt: new Date(now) },
  });
  expect(
    await signIn(fresh.db, { email: "eve@example.com", password: "correct horse" }, now),
  ).toBeNull();
  expect(await findUser(fresh.db, made.id)).toBeNull();
});

test("guesses sent all at once are counted, and the right password must then wait too", async () => {
  await ensureUser(fresh.db, {
    email: "bob@x.io",
    name: "Bob",
    role: "viewer",
    password: "bob's password",
  });
  const guess = (password: string) => signIn(fresh.db, { email: "bob@x.io", password }, now);
  const answers = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) => guess(`guess ${i}`)),
  );
  expect(answers.filter((a) => a.status === "rejected")).toHaveLength(3);
  await expect(guess("bob's password")).rejects.toMatchObject({
    code: "too-many",
    message: "Too many failed attempts. Try again in 30 s.",
  });
});

test("seeding a person again changes the role but keeps the id; short passwords are refused", async () => {
  const input = {
    email: "sue@x.io",
    name: "Sue",
    role: "viewer",
    password: "long enough 1",
  } as const;
  const first = await ensureUser(fresh.db, input);
  const again = await ensureUser(fresh.db, { ...input, role: "editor" });
  expect(again).toEqual({ ...first, role: "editor" });
  await expect(
    createUser(fresh.db.prisma, { ...input, email: "z@x.io", password: "short" }),
  ).rejects.toMatchObject({ code: "bad-input" });
  expect(workerActor("seed").role).toBe("admin");
});

test("settings have a default until an admin changes them", async () => {
  expect(await readSetting(fresh.db.prisma, "hold-ms")).toBe(60_000);
  const change = (input: object) =>
    perform(changeSettings, { db: fresh.db, actor: admin, now }, input);
  await change({ holdMs: 30_000 });
  expect(await readSetting(fresh.db.prisma, "hold-ms")).toBe(30_000);
  expect(await readSetting(fresh.db.prisma, "cooldown-ms")).toBe(600_000);
  await expect(change({ holdMs: 1 })).rejects.toMatchObject({ code: "bad-input" });
});

test("a key that is replaced works on for the overlap, and the new one has the same scopes and length of life", async () => {
  const old = await create({
    name: "ci",
    scopes: ["changes"],
    services: ["pay"],
    expiresInDays: 30,
  });
  const rotate = (id: string) =>
    perform(rotateApiKey, { db: fresh.db, actor: admin, now }, { id, overlapHours: 2 });
  const fresher = await rotate(old.id);
  expect(await findKey(fresh.db, fresher.key, now)).toMatchObject({
    name: "ci",
    scopes: ["changes"],
    services: ["pay"],
  });
  expect(await findKey(fresh.db, old.key, now + 2 * 3_600_000 - 1)).not.toBeNull();
  expect(await findKey(fresh.db, old.key, now + 2 * 3_600_000)).toBeNull();
  const rows = await listKeys(fresh.db.prisma);
  expect(rows.find((r) => r.id === fresher.id)?.expiresAt).toBe(now + 30 * 86_400_000);
  await expect(rotate(old.id)).rejects.toMatchObject({ code: "conflict" });
});

test("a key for some services tells of changes and nothing else", async () => {
  await expect(
    create({ name: "wide", scopes: ["changes", "ingest"], services: ["pay"] }),
  ).rejects.toMatchObject({ code: "bad-input" });
});

test("a key for reading is a viewer; others, wrong ones and too many requests are refused", async () => {
  const reader = await create({ name: "board", scopes: ["read"] });
  const sender = await create({ name: "fleet", scopes: ["ingest"] });
  const as = (header: string) => actorOfKey(fresh.db, header, now);
  expect(await as(`Bearer ${reader.key}`)).toEqual({
    kind: "key",
    id: reader.id,
    name: "board",
    role: "viewer",
  });
  await expect(as(`Bearer ${sender.key}`)).rejects.toMatchObject({ code: "forbidden" });
  for (const header of ["Bearer nonsense", "Bearer ", `Basic ${reader.key}`, reader.key])
    await expect(as(header)).rejects.toMatchObject({ code: "not-signed-in" });
  for (let i = 0; i < 299; i++) await as(`Bearer ${reader.key}`);
  await expect(as(`Bearer ${reader.key}`)).rejects.toMatchObject({ code: "too-many" });
});
