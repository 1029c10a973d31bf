import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { slackState, slackStub } from "@/lib/integrations/channels/stub-slack";
import {
  fresh,
  now,
  pass,
  remedy,
  requests,
  setTheStage,
  situationId,
  suspects,
  told,
} from "../jobs/guilty-deploy";
import { drain, run } from "../messages/messages-stage";
import {
  beginChat,
  buttons,
  changeChannel,
  freshCard,
  idOf,
  makePeople,
  pressOf,
  said,
} from "./chat-stage";

setTheStage(process.env.DATABASE_URL ?? "");
let chat: Awaited<ReturnType<typeof beginChat>>;
const signingSecret = slackStub.secrets.signingSecret ?? "";

beforeAll(async () => {
  await slackStub.listen();
  await makePeople();
});
afterAll(() => slackStub.close());
beforeEach(async () => {
  await freshCard();
  chat = await beginChat();
  return () => chat.stop();
});

/** Posts as Slack does. */
async function post(
  payload: object,
  { secret = signingSecret, at = Date.now(), path = "slack" } = {},
) {
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  const { status } = await fetch(`http://127.0.0.1:${chat.port}/slack/${path}/events`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${signature}`,
    },
    body,
  });
  return status;
}
const situation = () => fresh.db.prisma.situation.findUniqueOrThrow({ where: { id: situationId } });

test("a card has the buttons that make sense now", () => {
  expect(buttons().map((b) => b.action_id.replace("sitroom_", ""))).toEqual([
    "approve",
    "reject",
    "acknowledge",
    "assign",
    "run-checks",
    "silence",
    "open",
  ]);
  // The value says nothing of what it does.
  expect(idOf("approve")).toMatch(/^[\w-]{43}$/);
});

test("acknowledge by the person whom Slack names, on the timeline under their name, and the card follows", async () => {
  expect(await post(pressOf("acknowledge"))).toBe(200);
  expect(await said()).toMatch(/acknowledged/);
  expect(await situation()).toMatchObject({ owner: "Ada" });
  const entry = await fresh.db.prisma.timelineEvent.findFirst({
    where: { kind: "acknowledge-situation" },
  });
  expect(entry?.actor).toMatchObject({ kind: "user", name: "Ada", role: "approver" });
  await run.tell();
  await drain();
  expect(slackState.messages[0]?.text).toContain("acknowledged");
  expect(slackState.messages.filter((m) => !m.thread)).toHaveLength(1);
});

test("approve is for the plan that the card showed, once", async () => {
  const press = pressOf("approve");
  expect(await post(press)).toBe(200);
  expect(await said()).toBe("Approved. The thread tells how it goes.");
  expect(await remedy()).toMatchObject({ state: "approved", decidedBy: "Ada" });
  // The very same request again, as somebody who overheard it would send it.
  expect(await post(press)).toBe(200);
  expect(await said(2)).toBe("Ada has pressed this button already.");
  expect((await told()).filter((kind) => kind === "remedy-approved")).toHaveLength(1);
});

test("a plan that has changed since the card was made is not approved by its old button", async () => {
  const press = pressOf("approve");
  await suspects(0.97, 0.2);
  await fresh.db.prisma.remedy.updateMany({ data: { planHash: "f".repeat(64) } });
  await post(press);
  expect(await said()).toBe("The plan has changed since you saw it. Look at it again.");
  expect(await remedy()).toMatchObject({ state: "proposed" });
});

test("who may not, or is unknown here, is told so alone, and leaves the button to those who may", async () => {
  const press = pressOf("approve");
  await post({ ...press, user: { id: "U0VIC" } });
  expect(await said()).toMatch(/approve-remedy needs the role approver.*; you are viewer/);
  await post({ ...press, user: { id: "U0OUT" } });
  expect(await said(2)).toMatch(/^Nobody signs in to Sitroom as outsider@elsewhere.example/);
  expect(slackState.ephemeral.map((e) => e.user)).toEqual(["U0VIC", "U0OUT"]);
  expect(await remedy()).toMatchObject({ state: "proposed" });
  // The refusal stands on the timeline, as from the page.
  expect(await told()).toContain("approve-remedy-refused");
  await fresh.db.prisma.user.updateMany({
    where: { name: "Ada" },
    data: { disabledAt: new Date(now) },
  });
  await post(press);
  expect(await said(3)).toMatch(/^Nobody signs in/);
  await fresh.db.prisma.user.updateMany({ data: { disabledAt: null } });
  await post(press);
  expect(await said(4)).toBe("Approved. The thread tells how it goes.");
});

test("a reject asks for the reason first, and the reason becomes the record", async () => {
  await post(pressOf("reject"));
  while (slackState.modals.length === 0) await new Promise((r) => setTimeout(r, 10));
  const view = slackState.modals[0]?.view as { private_metadata: string; callback_id: string };
  expect(await remedy()).toMatchObject({ state: "proposed" });
  await post({
    type: "view_submission",
    team: { id: "T0" },
    user: { id: "U0ADA" },
    view: {
      type: "modal",
      callback_id: view.callback_id,
      private_metadata: view.private_metadata,
      state: {
        values: { reason: { text: { type: "plain_text_input", value: "Fixing forward instead" } } },
      },
    },
  });
  expect(await said()).toBe("Rejected.");
  expect(await remedy()).toMatchObject({
    state: "rejected",
    reason: "Fixing forward instead",
    label: "fixing-forward",
  });
});

test("assign, silence and run checks do what the pages do", async () => {
  await post(pressOf("assign"));
  expect(await said()).toMatch(/is yours/);
  await post(pressOf("silence"));
  expect(await said(2)).toMatch(/^One signal pages nobody for 60 minutes/);
  expect(await fresh.db.prisma.seriesSilence.findMany()).toMatchObject([{ author: "Ada" }]);
  await post(pressOf("run-checks"));
  expect(await said(3)).toBe("Checks started again.");
});

test("a forged signature, an old request and an unknown place are turned away before anything is looked at", async () => {
  const press = pressOf("acknowledge");
  expect(await post(press, { secret: "somebody else's secret" })).toBe(401);
  expect(await post(press, { at: Date.now() - 6 * 60_000 })).toBe(401);
  expect(await post(press, { path: "other" })).toBe(404);
  expect((await situation()).status).toBe("open");
  expect(slackState.calls).not.toContain("users.info");
});

test("an invented button, another channel's, and one that has expired do nothing", async () => {
  await post(pressOf("acknowledge", "U0ADA", "A".repeat(43)));
  expect(await said()).toBe("Sitroom has never made this button.");
  const press = pressOf("acknowledge");
  await fresh.db.prisma.messageAction.updateMany({ data: { channelId: "another" } });
  await post(press);
  expect(await said(2)).toBe("Sitroom has never made this button.");
  await fresh.db.prisma.messageAction.updateMany({ data: { channelId: "slack" } });
  pass(24 * 3600);
  await requests(0, 10);
  await post(press);
  expect(await said(3)).toBe("This button has expired. Open the situation in Sitroom.");
  expect((await situation()).status).toBe("open");
});

test("a channel that is switched off takes no more presses", async () => {
  expect(await post(pressOf("open"))).toBe(200);
  await changeChannel({ enabled: false });
  let status = 200;
  while (status === 200) status = await post(pressOf("open"));
  expect(status).toBe(404);
});
