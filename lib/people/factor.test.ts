import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import { perform } from "../verb";
import { verbs } from "../verbs";
import { checkFactor } from "./factor-store";
import type { Actor, Role } from "./model";
import { findSession, startSession, type Via } from "./session-store";
import { codeAt, stepAt } from "./totp";
import { createUser, signIn } from "./user-store";

const secret = "a secret of the tests, long enough";
const password = "correct horse";
const min = 60_000;
const start = Date.UTC(2026, 10, 22, 12);
let now = start;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
const before = process.env.NEXTAUTH_SECRET;
beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = secret;
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(async () => {
  if (before === undefined) delete process.env.NEXTAUTH_SECRET;
  else process.env.NEXTAUTH_SECRET = before;
  await fresh.drop();
});

let people = 0;
/** A new person in a session of their own. */
async function person(role: Role, via: Via = "password") {
  const email = `p${++people}@x.io`;
  const user = await createUser(fresh.db.prisma, { email, name: `P${people}`, role, password });
  return { ...user, email, ...(await begun(user.id, via)) };
}
async function begun(userId: string, via: Via = "password") {
  const client = { agent: "test", address: null };
  const sid = await startSession(fresh.db.prisma, { userId, via, client, now });
  const actor = async () => (await findSession(fresh.db, sid, now)) as Actor;
  return { sid, actor };
}
type Person = Awaited<ReturnType<typeof person>>;
const act = async (p: Pick<Person, "actor">, verb: keyof typeof verbs, input: object) => {
  now += min; // never more than one try a minute
  return perform(verbs[verb] as never, { db: fresh.db, actor: await p.actor(), now }, input);
};

/** Base32 back to bytes, as an app does. */
function bytesOf(key: string): Buffer {
  const bits = [...key]
    .map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)));
}
/** Sets a factor up; gives the app and the recovery codes. */
async function setUp(p: Person) {
  const made = (await act(p, "begin-second-factor", { password })) as { key: string };
  const app = () => codeAt(bytesOf(made.key), stepAt(now));
  now += min;
  const { recoveryCodes } = (await perform(
    verbs["confirm-second-factor"],
    { db: fresh.db, actor: await p.actor(), now },
    { code: app() },
  )) as { recoveryCodes: string[] };
  now += min;
  return { app, recoveryCodes, key: made.key };
}
const enter = (p: Person, code: string, typed = password) =>
  signIn(
    fresh.db,
    {
      email: p.email,
      password: typed,
      askFactor: (userId) => checkFactor(fresh.db.prisma, { userId, code, secret, now }),
    },
    now,
  );
const told = async () =>
  (await fresh.db.prisma.timelineEvent.findMany({ orderBy: { id: "asc" } })).map((e) => e.says);

test("a factor is set up by the password and a first code; other sessions end; nothing secret is kept in clear or told", async () => {
  const p = await person("viewer");
  const other = await begun(p.id);
  await expect(act(p, "begin-second-factor", { password: "no" })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await enter(p, "")).toMatchObject({ id: p.id });
  const { key, recoveryCodes } = await setUp(p);
  expect(recoveryCodes).toHaveLength(10);
  expect(new Set(recoveryCodes).size).toBe(10);
  expect(await other.actor()).toBeNull();
  expect(await p.actor()).toMatchObject({ id: p.id });
  const kept = JSON.stringify([
    await fresh.db.prisma.secondFactor.findMany({ omit: { lastStep: true } }),
    await fresh.db.prisma.recoveryCode.findMany(),
    await told(),
  ]);
  for (const word of [key, bytesOf(key).toString("base64"), ...recoveryCodes])
    expect(kept).not.toContain(word);
  expect(await told()).toContain("Set up a second factor; their other sessions ended.");
  await expect(act(p, "begin-second-factor", { password })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a wrong first code sets nothing up: the password alone still opens", async () => {
  const p = await person("viewer");
  await act(p, "begin-second-factor", { password });
  await expect(act(p, "confirm-second-factor", { code: "000000" })).rejects.toThrow(/newest code/);
  expect(await enter(p, "")).toMatchObject({ id: p.id });
});

test("the password alone asks for a code; a code opens once, also for two at once and for the step before", async () => {
  const p = await person("viewer");
  const { app } = await setUp(p);
  expect(await enter(p, "")).toBe("code-needed");
  expect(await enter(p, "", "wrong")).toBeNull();
  expect(await enter(p, app(), "wrong")).toBeNull();
  const code = app();
  const both = await Promise.all([enter(p, code), enter(p, code)]);
  expect(both.filter((x) => x !== null)).toHaveLength(1);
  now += 20_000;
  expect(await enter(p, code)).toBeNull();
  now += min;
  expect(await enter(p, ` ${app().slice(0, 3)} ${app().slice(3)} `)).toMatchObject({ id: p.id });
});

test("a recovery code opens once, for its owner only, and the timeline tells of it", async () => {
  const [p, q] = [await person("viewer"), await person("viewer")];
  const [{ recoveryCodes }] = [await setUp(p), await setUp(q)];
  const [code = ""] = recoveryCodes;
  expect(await enter(q, code)).toBeNull();
  expect(await enter(p, code.toUpperCase().replaceAll("-", " "))).toMatchObject({ id: p.id });
  expect(await enter(p, code)).toBeNull();
  expect(await told()).toContain(`${p.name} signed in with a recovery code.`);
});

test("wrong codes slow down like wrong passwords, and asking without a code forgets none of them", async () => {
  const p = await person("viewer");
  const { app } = await setUp(p);
  for (let i = 0; i < 4; i++) {
    expect(await enter(p, "123456")).toBeNull();
    expect(await enter(p, "")).toBe("code-needed");
  }
  expect(await enter(p, "123456")).toBeNull();
  await expect(enter(p, app())).rejects.toMatchObject({ code: "too-many" });
  await expect(enter(p, "")).rejects.toMatchObject({ code: "too-many" });
  expect(await told()).toContain(
    `Five wrong passwords or codes in a row for ${p.email}; further tries must wait.`,
  );
  now += min;
  expect(await enter(p, app())).toMatchObject({ id: p.id });
});

test("who needs a factor and has none only looks, wherever the role comes from; single sign-on is its provider's matter", async () => {
  const admin = await person("admin");
  await expect(act(admin, "require-second-factor", { from: "approver" })).rejects.toThrow(
    /of your own first/,
  );
  await setUp(admin);
  const [approver, responder] = [await person("approver"), await person("responder")];
  const granted = await person("viewer");
  await fresh.db.prisma.user.update({
    where: { id: granted.id },
    data: { grants: [{ role: "approver", services: ["pay"] }] },
  });
  const outside = await begun(approver.id, "sso");
  await act(admin, "require-second-factor", { from: "approver" });
  expect(await approver.actor()).toMatchObject({ role: "viewer", grants: [], withheld: true });
  expect(await granted.actor()).toMatchObject({ role: "viewer", grants: [], withheld: true });
  expect(await responder.actor()).toMatchObject({ role: "responder" });
  expect(await outside.actor()).toMatchObject({ role: "approver" });
  expect((await admin.actor()).withheld).toBeUndefined();
  const { app } = await setUp(approver);
  expect(await approver.actor()).toMatchObject({ role: "approver" });
  expect((await approver.actor()).withheld).toBeUndefined();
  now += min;
  await expect(
    perform(
      verbs["end-second-factor"],
      { db: fresh.db, actor: await approver.actor(), now },
      { password, code: app() },
    ),
  ).rejects.toThrow(/ask an administrator/);
  await act(admin, "require-second-factor", { from: "nobody" });
  expect(await granted.actor()).toMatchObject({ grants: [{ role: "approver" }] });
});

test("an administrator resets a lost factor: sessions end, the password alone opens, and it is on the timeline", async () => {
  const [admin, p] = [await person("admin"), await person("viewer")];
  const { recoveryCodes } = await setUp(p);
  await act(admin, "reset-second-factor", { id: p.id });
  expect(await p.actor()).toBeNull();
  expect(await enter(p, "")).toMatchObject({ id: p.id });
  expect(await told()).toContain(
    `The second factor of ${p.name} was reset; all their sessions ended.`,
  );
  expect(await fresh.db.prisma.recoveryCode.count({ where: { userId: p.id } })).toBe(0);
  expect(recoveryCodes).toHaveLength(10);
  await expect(act(admin, "reset-second-factor", { id: p.id })).rejects.toThrow(/no second factor/);
});

test("turning off and new recovery codes take password and code; the old codes stop", async () => {
  const p = await person("viewer");
  const { app, recoveryCodes } = await setUp(p);
  await expect(act(p, "end-second-factor", { password: "no", code: app() })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(act(p, "end-second-factor", { password, code: "000000" })).rejects.toMatchObject({
    code: "forbidden",
  });
  const { recoveryCodes: renewed } = (await act(p, "renew-recovery-codes", {
    password,
    code: recoveryCodes[0],
  })) as { recoveryCodes: string[] };
  expect(await enter(p, recoveryCodes[1] ?? "")).toBeNull();
  await act(p, "end-second-factor", { password, code: renewed[0] });
  expect(await enter(p, "")).toMatchObject({ id: p.id });
});

test("a copy of the row opens nothing under another person or another secret", async () => {
  const [p, q] = [await person("viewer"), await person("viewer")];
  await setUp(p);
  await setUp(q);
  const { secret: box } = await fresh.db.prisma.secondFactor.findUniqueOrThrow({
    where: { userId: p.id },
  });
  await fresh.db.prisma.secondFactor.update({ where: { userId: q.id }, data: { secret: box } });
  await expect(enter(q, "123456")).rejects.toThrow(/does not open/);
});
