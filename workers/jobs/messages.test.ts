import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openChannel } from "@/lib/integrations/channels";
import { card, opened } from "@/lib/integrations/channels/stub-case";
import { slackState, slackStub } from "@/lib/integrations/channels/stub-slack";
import { updateChannel } from "@/lib/messages/channel-store";
import { resendMessage } from "@/lib/messages/verbs";
import type { Actor } from "@/lib/people/model";
import { acknowledgeSituation, resolveByHand } from "@/lib/situate/verbs";
import { perform } from "@/lib/verb";
import {
  countStates,
  drain,
  event,
  freshMessages,
  makeSituations,
  messages,
  run,
  setRoutes,
  shopRoute,
} from "../messages/messages-stage";
import { toolsWith } from "../messages/tools";
import { appSecret, at, fresh, now, pass, setTheStage, situationId, start } from "./guilty-deploy";

const admin: Actor = { kind: "user", id: "u3", name: "Ada", role: "admin" };
setTheStage(process.env.DATABASE_URL ?? "");
beforeAll(() => slackStub.listen());
afterAll(() => slackStub.close());
beforeEach(() => freshMessages());

const minute = 60_000;
const open = () => event(situationId, "situation-opened", "S-1 opened: pricing fails.", now);
const cards = () => slackState.messages.filter((m) => !m.thread);
const notes = () => slackState.messages.filter((m) => m.thread);

test("a situation is one card, its news stand in the thread, and everything is told once", async () => {
  await open();
  await run.tell();
  await drain();
  expect(cards()).toHaveLength(1);
  expect(cards()[0]?.text).toContain("pricing fails");
  await event(situationId, "diagnosed", "pricing v2 did it.", now, {
    verdict: "interesting",
    suspects: [{ score: 0.95, veto: null }],
  });
  await event(situationId, "anomaly-joined", "1 anomaly joined.", now);
  await run.tell();
  await run.tell();
  await drain();
  await drain();
  expect([cards().length, notes().map((n) => n.text)]).toEqual([1, ["pricing v2 did it."]]);
  for (const { id } of await messages()) await run.deliver(id);
  expect(slackState.messages).toHaveLength(2);
  expect(await countStates()).toEqual({ sent: 2 });
  expect(slackStub.violations()).toEqual([]);
});

test("the card shows two charts and is edited in place as the situation moves", async () => {
  await open();
  await run.tell();
  await drain();
  const before = JSON.stringify(cards()[0]?.blocks);
  expect(slackStub.charts?.()).toBe(1);
  expect([...slackState.files.values()][0]?.taken).toBeGreaterThan(5000);
  const ctx = { db: fresh.db, actor: admin, now };
  await perform(acknowledgeSituation, ctx, { id: situationId });
  await run.tell();
  await drain();
  expect(cards()).toHaveLength(1);
  expect(JSON.stringify(cards()[0]?.blocks)).not.toBe(before);
  expect(cards()[0]?.text).toContain("acknowledged");
  await perform(resolveByHand, ctx, { id: situationId, reason: "fixed" });
  await run.tell();
  await drain();
  await drain();
  expect(cards()[0]?.text).toContain("resolved");
  expect(notes()).toHaveLength(1);
  const [thread] = await fresh.db.prisma.messageThread.findMany();
  expect(thread?.closedAt?.getTime()).toBe(now);
  // What the edit says is no message of its own.
  expect((await messages()).map((m) => m.kind)).toEqual(["opened", "resolved"]);
});

test("a worker that dies between sending and noting leaves one card and one note", async () => {
  await open();
  await run.tell();
  const [row] = await messages();
  const slack = openChannel("slack", slackStub.config(), slackStub.secrets, {
    ...toolsWith({ allow: ["127.0.0.1"] }),
    now: () => now,
  });
  await fresh.db.prisma.message.updateMany({ data: { state: "sending", sendingAt: at(now) } });
  await slack.post(card, opened, [], { key: `card:${situationId}:slack`, triedAt: null });
  await run.deliver(row?.id ?? "");
  expect(cards()).toHaveLength(1);
  // What was found showed what held then; it shows what holds now.
  expect(cards()[0]?.text).toContain("pricing fails (high, open)");
  expect(cards()[0]?.text).not.toContain("S-7");

  await event(situationId, "verified-recovered", "Recovered.", now);
  await run.tell();
  slackStub.loseAnswer();
  await drain();
  await drain();
  await drain();
  expect(notes().map((n) => n.text)).toEqual(["Recovered."]);
  expect(await countStates()).toEqual({ sent: 2 });
});

test("a storm of 200 situations is a bounded number of messages, and nothing of it is lost", {
  timeout: 90_000,
}, async () => {
  const ids = await makeSituations(200, "high", now);
  for (const id of ids) await event(id, "situation-opened", `S-${id} opened.`, now);
  const [big] = await makeSituations(1, "critical", now);
  await event(big ?? 0, "situation-opened", "The big one opened.", now);
  await run.tell();
  await drain();
  // Three quarters of thirty an hour, and the critical one.
  expect(await countStates()).toEqual({ sent: 24, held: 177 });
  expect(cards()).toHaveLength(24);
  for (const id of ids.slice(100)) await event(id, "situation-cleared", `S-${id} cleared.`, now);
  pass(10 * 60);
  await run.clock();
  await drain();
  expect(cards()).toHaveLength(24);
  pass(5 * 60);
  await run.clock();
  await run.clock();
  await drain();
  expect(cards()).toHaveLength(25);
  expect(cards()[24]?.text).toContain("277 messages of 177 situations held back for Shop");
  expect(await countStates()).toEqual({ sent: 25, digested: 277 });
  const rows = await messages();
  const digest = rows.find((m) => m.kind === "digest");
  expect(rows.filter((m) => m.state === "digested").every((m) => m.digestId === digest?.id)).toBe(
    true,
  );
});

test("at night small things wait for the morning, a rise to critical does not", async () => {
  const quiet = { from: "22:00", to: "07:00", zone: "UTC", weekends: false, critical: false };
  await setRoutes({ ...shopRoute, quiet });
  pass(11 * 3600);
  await open();
  await run.tell();
  await drain();
  expect([cards().length, await countStates()]).toEqual([0, { held: 1 }]);
  await fresh.db.prisma.situation.updateMany({ data: { severity: "critical" } });
  await run.clock();
  await drain();
  expect(cards()).toHaveLength(1);
  expect((await messages()).map((m) => [m.kind, m.state])).toEqual([
    ["opened", "held"],
    ["raised", "sent"],
  ]);
  pass(7.9 * 3600);
  await run.clock();
  expect(await countStates()).toMatchObject({ held: 1 });
  pass(0.1 * 3600);
  await run.clock();
  await drain();
  expect(cards()).toHaveLength(2);
  expect(await countStates()).toEqual({ sent: 2, digested: 1 });
});

test("a channel that is down is asked again, ever more rarely, then the message is a dead letter that can be sent again", async () => {
  await open();
  await run.tell();
  slackStub.down();
  const [row] = await messages();
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) {
    await run.deliver(row?.id ?? "");
    const [next] = await messages();
    waits.push((next?.nextAt?.getTime() ?? now) - now);
  }
  expect(waits.map((ms) => ms / 1000)).toEqual([5, 15, 60, 240, 900, 3600, 3600, 0]);
  expect(await countStates()).toEqual({ failed: 1 });
  expect((await messages())[0]?.error).toContain("Slack does not answer");
  slackStub.reset();
  await perform(resendMessage, { db: fresh.db, actor: admin, now }, { id: row?.id });
  await drain();
  expect([cards().length, await countStates()]).toEqual([1, { sent: 1 }]);
  await expect(
    perform(resendMessage, { db: fresh.db, actor: admin, now }, { id: row?.id }),
  ).rejects.toMatchObject({ code: "conflict" });
});

test("a channel that asks to wait is left alone for as long as it asks", async () => {
  await open();
  await run.tell();
  slackStub.busy?.();
  await drain();
  expect((await messages())[0]).toMatchObject({ state: "queued", nextAt: at(now + 7000) });
});

test("a refusal is no matter of waiting: a wrong token or a channel switched off fails at once, with what to do", async () => {
  await updateChannel(fresh.db.prisma, appSecret, "slack", {
    secrets: { botToken: "xoxb-wrong-one" },
  });
  await open();
  await run.tell();
  await drain();
  expect((await messages())[0]).toMatchObject({
    state: "failed",
    error: "Slack refuses: invalid_auth. Enter the bot token again.",
  });
  await updateChannel(fresh.db.prisma, appSecret, "slack", { enabled: false });
  await event(situationId, "verified-recovered", "Recovered.", now);
  await run.tell();
  // A channel that is off hears of nothing new.
  expect(await messages()).toHaveLength(1);
});

test("what happened before the route was made, or while nobody worked, is no flood", async () => {
  await setRoutes({ ...shopRoute, since: now });
  await event(situationId, "situation-opened", "Long ago.", now - 1);
  await open();
  pass(45 * 60);
  await run.tell();
  expect((await messages()).map((m) => [m.says, m.state, m.because])).toEqual([
    ["S-1 opened: pricing fails.", "held", "late"],
  ]);
  expect(now - start).toBe(45 * minute);
});

test("a candidate is nobody's news until it has become a situation", async () => {
  const [id] = await makeSituations(1, "low", now);
  const become = (data: object) =>
    fresh.db.prisma.situation.update({ where: { id: id ?? 0 }, data });
  await become({ status: "candidate" });
  await event(id ?? 0, "candidate-found", "A candidate.", now);
  await run.tell();
  await become({ severity: "critical" });
  await run.tell();
  expect(await messages()).toEqual([]);
  await become({ status: "open" });
  await event(id ?? 0, "situation-opened", "It opened.", now);
  await run.tell();
  expect((await messages()).map((m) => [m.kind, m.severity])).toEqual([["opened", "critical"]]);
});

test("two routes to one channel tell it once, by the one that tells it now", async () => {
  await setRoutes(
    { ...shopRoute, id: "small", name: "Small", perHour: 1, severity: "high" },
    { ...shopRoute, id: "large", name: "Large" },
  );
  const ids = await makeSituations(3, "high", now);
  for (const id of ids) await event(id, "situation-opened", `S-${id} opened.`, now);
  await run.tell();
  expect((await messages()).map((m) => [m.routeName, m.state])).toEqual([
    ["Small", "queued"],
    ["Large", "queued"],
    ["Large", "queued"],
  ]);
});
