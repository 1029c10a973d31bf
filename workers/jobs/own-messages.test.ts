import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { keepAlerts } from "@/lib/health/alert-store";
import type { Fault } from "@/lib/health/model";
import { readOwnState } from "@/lib/health/state-store";
import { pagerDutyStub } from "@/lib/integrations/channels/stub-pagerduty";
import { slackState, slackStub } from "@/lib/integrations/channels/stub-slack";
import { createChannel } from "@/lib/messages/channel-store";
import type { Actor } from "@/lib/people/model";
import { status } from "@/lib/views/status";
import {
  countStates,
  drain,
  freshMessages,
  messages,
  run,
  setRoutes,
  shopRoute,
} from "../messages/messages-stage";
import { tellWithoutJobs } from "../own/tell-without-jobs";
import { appSecret, ctx, fresh, now, pass, setTheStage } from "./guilty-deploy";

const viewer: Actor = { kind: "user", id: "u4", name: "Vic", role: "viewer" };
setTheStage(process.env.DATABASE_URL ?? "");
beforeAll(() => Promise.all([slackStub.listen(), pagerDutyStub.listen()]));
afterAll(() => Promise.all([slackStub.close(), pagerDutyStub.close()]));
beforeEach(async () => {
  await fresh.db.pool.query("TRUNCATE own_alerts");
  await freshMessages();
  pagerDutyStub.reset();
});

const lag: Fault = {
  rule: "detect-lag",
  subject: "detect",
  tone: "strong",
  says: "Detection is far behind what was accepted.",
};
const silent: Fault = {
  rule: "part-silent",
  subject: "jobs",
  tone: "strong",
  says: "Job worker fell silent and no other process does its work.",
};
/** These are the faults now, and what is new is told. */
async function faults(...list: Fault[]) {
  await keepAlerts(fresh.db, list, now);
  await run.tell();
  await drain();
}
const cards = () => slackState.messages.filter((m) => !m.thread);
const notes = () => slackState.messages.filter((m) => m.thread);
const pager = () =>
  createChannel(fresh.db.prisma, appSecret, {
    ...{ id: "pager", kind: "pagerduty", name: "Pager", config: pagerDutyStub.config() },
    secrets: pagerDutyStub.secrets,
  });
const paged = async () => {
  const [alert] = await fresh.db.prisma.ownAlert.findMany({ orderBy: { openedAt: "desc" } });
  return pagerDutyStub.stateOf?.(`${alert?.rule} ${alert?.id.slice(-6)}`);
};
const load = () => status.load({ db: fresh.db, actor: viewer, now }, {});

test("an alert on ourselves is one card, its end stands under it, and the status page says who was told", async () => {
  await faults(lag);
  await faults(lag);
  expect(cards()).toHaveLength(1);
  expect(cards()[0]?.text).toContain("Sitroom itself: detect (high, now)");
  expect(JSON.stringify(cards()[0]?.blocks)).toContain("/status");
  const before = await load();
  expect(before.hearers).toEqual(["#shop"]);
  expect(before.alerts.find((a) => a.rule === "detect-lag")?.told).toEqual([
    { channel: "#shop", state: "sent", says: null },
  ]);
  pass(120);
  await faults();
  expect(cards()[0]?.text).toContain("(high, over). Over after 2 min");
  expect(notes().map((n) => n.text)).toEqual(["Over: Detection is far behind what was accepted."]);
  expect(await countStates()).toEqual({ sent: 2 });
  expect(slackStub.violations()).toEqual([]);
});

test("a route of some services hears of it only when it says so; when nobody does the status page says that", async () => {
  await setRoutes({ ...shopRoute, services: ["pricing"] });
  await faults(lag);
  expect(await messages()).toEqual([]);
  expect((await load()).hearers).toEqual([]);
  await setRoutes({ ...shopRoute, services: ["pricing"], own: true });
  await faults(lag, { ...lag, rule: "unsealed", subject: "timeline", tone: "weak" });
  expect((await messages()).map((m) => [m.kind, m.severity])).toEqual([["own-alert", "low"]]);
});

test("trouble that flaps is told once and then in a digest, and nothing of it is lost", async () => {
  for (let i = 0; i < 10; i++) {
    await faults(lag);
    pass(60);
    await faults();
    pass(60);
  }
  expect(await countStates()).toEqual({ sent: 2, held: 18 });
  pass(15 * 60);
  await run.clock();
  await drain();
  expect(await countStates()).toEqual({ sent: 3, digested: 18 });
  const digest = slackState.messages.at(-1);
  expect(digest?.text).toContain("18 messages of Sitroom itself held back for Shop");
  expect(JSON.stringify(digest?.blocks)).toContain("Sitroom itself (high, 9 times, over)");
});

test("at night it waits, but that nobody watches is told; a pager is told of the end in any case", async () => {
  const quiet = { from: "22:00", to: "07:00", zone: "UTC", weekends: false, critical: false };
  await pager();
  await setRoutes({ ...shopRoute, channels: ["pager"], quiet });
  pass(11 * 3600);
  await faults(lag, silent);
  expect((await messages()).map((m) => [m.severity, m.state]).sort()).toEqual([
    ["critical", "sent"],
    ["high", "held"],
  ]);
  await keepAlerts(fresh.db, [], now);
  await run.clock();
  await run.clock();
  await drain();
  const ends = (await messages()).filter((m) => m.kind === "own-ended");
  expect(ends.map((m) => m.state)).toEqual(expect.arrayContaining(["held"]));
  const [alert] = await fresh.db.prisma.ownAlert.findMany({ where: { rule: "part-silent" } });
  expect(pagerDutyStub.stateOf?.(`part-silent ${alert?.id.slice(-6)}`)).toBe("resolved");
});

test("a pager is triggered and resolved with the alert", async () => {
  await pager();
  await setRoutes({ ...shopRoute, channels: ["pager"] });
  await faults(lag);
  expect(await paged()).toBe("triggered");
  await faults();
  expect(await paged()).toBe("resolved");
  expect(pagerDutyStub.violations()).toEqual([]);
});

test("when no jobs worker is there, whoever notices tells it, and the jobs do not tell it again", async () => {
  await keepAlerts(fresh.db, [silent], now);
  await tellWithoutJobs(ctx());
  await tellWithoutJobs(ctx());
  expect(cards()).toHaveLength(1);
  expect(cards()[0]?.text).toContain("Job worker fell silent");
  // What it left in the queue finds it done.
  expect(await drain()).toBe(1);
  expect(slackState.messages).toHaveLength(1);
});

test("a message on ourselves that fails is on the Messages page, and is no reason for another one", async () => {
  slackState.token = "xoxb-changed-since";
  await faults(lag);
  slackState.token = "xoxb-right-token";
  const failed = (await messages())[0];
  expect(failed).toMatchObject({ state: "failed", kind: "own-alert" });
  expect((await readOwnState(fresh.db, now)).messagesFailed).toBe(0);
  // One on a situation counts from when it was given up, not from when it was made.
  await fresh.db.prisma.message.create({
    data: {
      ...{ key: "k", channelId: "slack", routeId: "", routeName: "", kind: "opened" },
      ...{ severity: "high", says: "x", state: "failed" },
      createdAt: new Date(now - 3 * 3_600_000),
      failedAt: new Date(now - 60_000),
    },
  });
  expect((await readOwnState(fresh.db, now)).messagesFailed).toBe(1);
});
