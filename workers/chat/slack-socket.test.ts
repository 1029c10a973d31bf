import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { meter } from "@/lib/health/meter";
import { slackState, slackStub } from "@/lib/integrations/channels/stub-slack";
import { openSlackSocket } from "@/lib/integrations/channels/stub-slack-socket";
import { fresh, remedy, setTheStage, situationId, told } from "../jobs/guilty-deploy";
import {
  beginChat,
  changeChannel,
  freshCard,
  makePeople,
  pressOf,
  said,
  until,
} from "./chat-stage";

// The worker as it runs, over a real WebSocket, against Socket Mode as Slack documents it.
setTheStage(process.env.DATABASE_URL ?? "");
let chat: Awaited<ReturnType<typeof beginChat>>;
let slack: ReturnType<typeof openSlackSocket>;

beforeAll(async () => {
  await slackStub.listen();
  await makePeople();
});
afterAll(() => slackStub.close());
beforeEach(async () => {
  slack = openSlackSocket();
  slack.listen();
  await freshCard({ botToken: slackState.token, appToken: slackState.appToken });
  chat = await beginChat();
  await until(() => slack.open.length === 1);
  return async () => {
    await chat.stop();
    slack.close();
    expect(slack.violations).toEqual([]);
    expect(slackStub.violations()).toEqual([]);
  };
});

const answered = (id: string) => until(() => slack.answers(id).length > 0 && slack.answers(id));
const connection = () => meter().chat.list()[0];
const command = (user: string) => ({
  ...{ command: "/sitroom", text: "", user_id: user, channel_id: slackState.channel },
  ...{ team_id: "T0", api_app_id: "A0SITROOM", trigger_id: "trigger" },
  response_url: "https://hooks.slack.example/commands/1",
});

test("approve is the page's own deed: for the plan of the card, by the person whom Slack names, on the timeline", async () => {
  const { planHash } = await remedy();
  const id = slack.push("interactive", pressOf("approve"));
  expect(await answered(id)).toEqual([undefined]);
  expect(await said()).toBe("Approved. The thread tells how it goes.");
  expect(await remedy()).toMatchObject({ state: "approved", decidedBy: "Ada", planHash });
  const entry = await fresh.db.prisma.timelineEvent.findFirst({
    where: { kind: "remedy-approved" },
  });
  expect(entry?.actor).toMatchObject({ kind: "user", name: "Ada", role: "approver" });
});

test("a viewer, a stranger and an unknown user of Slack's are refused with the reason, and nothing happens", async () => {
  slack.push("interactive", pressOf("approve", "U0VIC"));
  expect(await said()).toMatch(/approve-remedy needs the role approver.*; you are viewer/);
  slack.push("interactive", pressOf("approve", "U0OUT"));
  expect(await said(2)).toMatch(/^Nobody signs in to Sitroom as outsider@elsewhere.example/);
  // A user whom Slack itself does not know cannot come from Slack.
  const forged = slack.push("interactive", pressOf("approve", "U0FORGED"));
  expect(await answered(forged)).toHaveLength(1);
  expect(await said(3)).toMatch(/^Nobody signs in to Sitroom/);
  expect(await remedy()).toMatchObject({ state: "proposed" });
  expect(await told()).toContain("approve-remedy-refused");
});

test("a plan that has changed since the card was made is not approved", async () => {
  const press = pressOf("approve");
  await fresh.db.prisma.remedy.updateMany({ data: { planHash: "f".repeat(64) } });
  slack.push("interactive", press);
  expect(await said()).toBe("The plan has changed since you saw it. Look at it again.");
  expect(await remedy()).toMatchObject({ state: "proposed" });
});

test("an envelope that comes again is acknowledged again and handled once", async () => {
  const press = pressOf("acknowledge");
  const id = slack.push("interactive", press);
  await answered(id);
  await said();
  slack.push("interactive", press, { again: id });
  await until(() => slack.answers(id).length === 2);
  // Another envelope behind it is handled, so the repeat would have been by now.
  slack.push("interactive", pressOf("assign"));
  expect(await said(2)).toMatch(/is yours/);
  expect(slackState.ephemeral).toHaveLength(2);
  expect((await told()).filter((kind) => kind === "acknowledge-situation")).toHaveLength(1);
});

test.each(["warning", "refresh_requested"] as const)(
  "when Slack ends a connection (%s) the next is open before, and presses on both arrive",
  async (reason) => {
    const [old] = slack.open;
    slack.warn(reason);
    const late = slack.push("interactive", pressOf("acknowledge"), { on: old });
    await until(() => slack.open.length === 2);
    const early = slack.push("interactive", pressOf("assign"));
    await Promise.all([answered(late), answered(early)]);
    await said(2);
    old?.close(1000);
    await until(() => slack.open.length === 1);
    expect(slack.fewest).toBe(1);
    slack.push("interactive", pressOf("run-checks"));
    expect(await said(3)).toBe("Checks started again.");
    expect(await told()).toEqual(expect.arrayContaining(["acknowledge-situation", "run-checks"]));
  },
);

test("a warning right behind the hello is heard", async () => {
  slack.warnAtOnce = true;
  slack.open[0]?.terminate();
  await until(() => slack.greeted === 3);
  await until(() => slack.open.length === 2);
  slack.push("interactive", pressOf("acknowledge"));
  expect(await said()).toMatch(/acknowledged/);
});

test("a connection that breaks is opened again, and what was not acknowledged on it comes once", async () => {
  const [old] = slack.open;
  const press = pressOf("acknowledge");
  const id = slack.push("interactive", press);
  // Gone before the acknowledgement could leave, perhaps after the deed was done.
  old?.terminate();
  await until(() => slack.greeted === 2);
  slack.push("interactive", press, { again: id });
  await until(() => slack.answers(id).length >= 1);
  expect(await said()).toMatch(/acknowledged/);
  slack.push("interactive", pressOf("assign"));
  await said(2);
  expect((await told()).filter((kind) => kind === "acknowledge-situation")).toHaveLength(1);
  expect(connection()).toMatchObject({ connected: true, says: null });
});

test("a wrong app token is told with what to do, and the right one works at once", async () => {
  await changeChannel({ secrets: { appToken: "xapp-wrong-token" } });
  await until(() => connection()?.says);
  expect(connection()).toMatchObject({
    name: "#shop",
    connected: false,
    says: "Slack refuses: invalid_auth. Enter the app-level token again.",
  });
  await until(() => slack.open.length === 0);
  await changeChannel({ secrets: { appToken: slackState.appToken } });
  await until(() => slack.open.length === 1);
  slack.push("interactive", pressOf("acknowledge"));
  expect(await said()).toMatch(/acknowledged/);
});

test("a settings change that does not touch the channel leaves its connection alone", async () => {
  const [mine] = slack.open;
  await changeChannel({});
  await changeChannel({ enabled: false });
  await until(() => slack.open.length === 0);
  await changeChannel({ enabled: true });
  await until(() => slack.open.length === 1);
  // One for the switch; none for the change that changed nothing.
  expect([slack.greeted, slack.open[0] === mine]).toEqual([2, false]);
});

test("Socket Mode that is switched off at Slack is told, and no new connection is forced", async () => {
  slack.warn("link_disabled");
  await until(() => slack.open.length === 0);
  expect(connection()?.says).toBe("Socket Mode is switched off in the app's settings at Slack.");
  expect(slackState.calls.filter((c) => c === "apps.connections.open")).toHaveLength(1);
});

test("the slash command tells what is open to a person of ours, alone, and to nobody else", async () => {
  const [mine] = await answered(slack.push("slash_commands", command("U0VIC")));
  expect(mine).toMatchObject({ response_type: "ephemeral" });
  expect((mine as { text: string }).text).toContain("One situation is open.");
  expect((mine as { text: string }).text).toContain(`/situations/${situationId}|S-${situationId}>`);
  const [theirs] = await answered(slack.push("slash_commands", command("U0OUT")));
  expect((theirs as { text: string }).text).toMatch(/^Nobody signs in to Sitroom as outsider/);
  expect(slackState.ephemeral).toEqual([]);
});

test("what nobody here asks for is taken without an answer", async () => {
  const id = slack.push("events_api", { type: "event_callback", event: { type: "app_mention" } });
  expect(await answered(id)).toEqual([undefined]);
});
