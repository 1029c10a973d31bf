import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import { perform } from "../verb";
import { forgetOld } from "./forget-store";
import type { Actor } from "./model";
import { redeemPasswordLink } from "./password-link-store";
import {
  changeOwnPassword,
  changePerson,
  endAllSessions,
  endOneSession,
  invitePerson,
  lockOutPerson,
  resetPassword,
} from "./people-verbs";
import { findSession, listSessions, startSession } from "./session-store";
import { removeTeamVerb, saveTeamVerb } from "./team-verbs";
import { createUser, signIn } from "./user-store";

const now = Date.UTC(2026, 10, 22, 12);
const hourMs = 3_600_000;
const client = { agent: "a browser", address: "203.0.113.9" };
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let ada: Actor;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.db.pool.query(
    "TRUNCATE users, teams, timeline_events, sign_in_tries, rate_windows CASCADE",
  );
  ada = await enter("ada@x.io", "admin");
});

const does = (actor: Actor, at = now) => ({ db: fresh.db, actor, now: at });
/** A new person with a session. */
async function enter(email: string, role: Actor["role"]): Promise<Actor> {
  const { id } = await createUser(fresh.db.prisma, {
    email,
    name: email.split("@")[0] ?? "",
    role,
    password: "correct horse",
  });
  return session(id);
}
async function session(userId: string): Promise<Actor> {
  const sid = await startSession(fresh.db.prisma, { userId, via: "password", client, now });
  return (await findSession(fresh.db, sid, now)) as Actor;
}
const alive = async (actor: Actor, at = now) =>
  (await findSession(fresh.db, actor.session ?? "", at)) !== null;
const told = async () =>
  (await fresh.db.prisma.timelineEvent.findMany({ orderBy: { id: "asc" } })).map((e) => e.says);

test("an invitation is a link, good once and for a day, by which a password is set", async () => {
  const { token, email } = await perform(invitePerson, does(ada), {
    email: "Bo@X.io",
    name: "Bo",
    role: "viewer",
    grants: [{ role: "approver", services: ["pay"] }],
  });
  const redeem = (at: number, password = "battery staple") =>
    fresh.db.prisma.$transaction((tx) => redeemPasswordLink(tx, { token, password, now: at }));
  await expect(redeem(now + 24 * hourMs)).rejects.toMatchObject({ code: "gone" });
  await expect(redeem(now, "short")).rejects.toMatchObject({ code: "bad-input" });
  await expect(redeem(now, "Password1234")).rejects.toMatchObject({ code: "bad-input" });
  const both = await Promise.allSettled([redeem(now), redeem(now)]);
  expect(both.map((b) => b.status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(redeem(now)).rejects.toMatchObject({ code: "gone" });
  const signed = await signIn(fresh.db, { email, password: "battery staple" }, now);
  expect(signed).toMatchObject({ email: "bo@x.io" });
  expect((await session((signed as { id: string }).id)).grants).toEqual([
    { role: "approver", services: ["pay"] },
  ]);
  expect(await told()).toEqual(["Bo (bo@x.io) invited as viewer everywhere, approver on pay."]);
  expect(JSON.stringify(await fresh.db.prisma.passwordLink.findMany())).not.toContain(token);
});

test("a reset leaves the password and sessions until the link is used, then ends all of them; a second link voids the first", async () => {
  const bo = await enter("bo@x.io", "viewer");
  const first = await perform(resetPassword, does(ada), { id: bo.id });
  const second = await perform(resetPassword, does(ada), { id: bo.id });
  const redeem = (token: string) =>
    fresh.db.prisma.$transaction((tx) =>
      redeemPasswordLink(tx, { token, password: "a new password", now }),
    );
  await expect(redeem(first.token)).rejects.toMatchObject({ code: "gone" });
  expect(await alive(bo)).toBe(true);
  await redeem(second.token);
  expect(await alive(bo)).toBe(false);
  expect(await signIn(fresh.db, { email: "bo@x.io", password: "correct horse" }, now)).toBeNull();
});

test("what an administrator changes holds in sessions that are open", async () => {
  const bo = await enter("bo@x.io", "viewer");
  await perform(changePerson, does(ada), { id: bo.id, role: "editor" });
  expect(await findSession(fresh.db, bo.session ?? "", now)).toMatchObject({ role: "editor" });
  await perform(lockOutPerson, does(ada), { id: bo.id, lockedOut: true });
  expect(await alive(bo)).toBe(false);
  await perform(lockOutPerson, does(ada), { id: bo.id, lockedOut: false });
  // Let in again, but not by the old cookie.
  expect(await alive(bo)).toBe(false);
  expect(await told()).toEqual([
    "bo is editor everywhere now.",
    "bo was locked out; all their sessions ended.",
    "bo may sign in again.",
  ]);
});

test("somebody stays administrator, even when two lock each other out at once", async () => {
  await expect(
    perform(changePerson, does(ada), { id: ada.id, role: "viewer" }),
  ).rejects.toMatchObject({ code: "conflict" });
  const eve = await enter("eve@x.io", "admin");
  const both = await Promise.allSettled([
    perform(lockOutPerson, does(ada), { id: eve.id, lockedOut: true }),
    perform(lockOutPerson, does(eve), { id: ada.id, lockedOut: true }),
  ]);
  expect(both.map((b) => b.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a session ends after twelve hours, by its owner or an administrator, and not by others, who are told it is not there", async () => {
  const bo = await enter("bo@x.io", "viewer");
  const cy = await enter("cy@x.io", "editor");
  expect(await alive(bo, now + 12 * hourMs - 1)).toBe(true);
  expect(await alive(bo, now + 12 * hourMs)).toBe(false);
  const end = (who: Actor, whose: Actor) =>
    perform(endOneSession, does(who), { id: whose.session });
  await expect(end(cy, bo)).rejects.toMatchObject({ code: "not-found" });
  await expect(perform(endAllSessions, does(cy), { userId: bo.id })).rejects.toMatchObject({
    code: "forbidden",
  });
  await end(bo, bo);
  expect(await alive(bo)).toBe(false);
  await end(ada, cy);
  expect(await alive(cy)).toBe(false);
  expect((await listSessions(fresh.db.prisma, now)).map((s) => s.userId)).toEqual([ada.id]);
});

test("a changed password ends the other sessions, and guessing the current one is slow even in an open session", async () => {
  const here = await enter("bo@x.io", "viewer");
  const there = await session(here.id);
  await perform(changeOwnPassword, does(here), {
    current: "correct horse",
    next: "battery staple",
  });
  expect([await alive(here), await alive(there)]).toEqual([true, false]);
  const guess = (n: number) =>
    perform(changeOwnPassword, does(here), { current: `guess ${n}`, next: "battery staple" });
  for (let n = 0; n < 4; n++) await expect(guess(n)).rejects.toMatchObject({ code: "forbidden" });
  await expect(guess(5)).rejects.toMatchObject({ code: "too-many", retryAfter: 60 });
});

test("five wrong passwords are on the timeline with where they came from", async () => {
  await enter("bo@x.io", "viewer");
  const guess = () =>
    signIn(fresh.db, { email: "bo@x.io", password: "no", address: "198.51.100.7" }, now);
  for (let n = 0; n < 5; n++) expect(await guess()).toBeNull();
  await expect(guess()).rejects.toMatchObject({ code: "too-many", retryAfter: 30 });
  expect(await told()).toEqual([
    "Five wrong passwords or codes in a row for bo@x.io, the last from 198.51.100.7; further tries must wait.",
  ]);
});

test("a team gives its members a role on its services, and takes it with it when it goes", async () => {
  const bo = await enter("bo@x.io", "viewer");
  const team = { id: "payments", name: "Payments", services: ["pay", "pay", "ledger"] };
  const save = (members: object[]) => perform(saveTeamVerb, does(ada), { ...team, members });
  await save([{ userId: bo.id, role: "approver" }]);
  expect((await findSession(fresh.db, bo.session ?? "", now))?.grants).toEqual([
    { role: "approver", services: ["pay", "ledger"] },
  ]);
  await expect(save([{ userId: "nobody", role: "admin" }])).rejects.toMatchObject({
    code: "not-found",
  });
  await perform(removeTeamVerb, does(ada), { id: "payments" });
  expect((await findSession(fresh.db, bo.session ?? "", now))?.grants).toEqual([]);
});

test("what has had its time is removed; an open session and a fresh counter stay", async () => {
  await perform(resetPassword, does(ada), { id: ada.id });
  await forgetOld(fresh.db, now + 40 * hourMs);
  expect(await fresh.db.prisma.passwordLink.count()).toBe(1);
  expect(await fresh.db.prisma.session.count()).toBe(1);
  await forgetOld(fresh.db, now + 100 * 24 * hourMs);
  expect(await fresh.db.prisma.passwordLink.count()).toBe(0);
  expect(await fresh.db.prisma.session.count()).toBe(0);
  expect(await fresh.db.prisma.rateWindow.count()).toBe(0);
});
