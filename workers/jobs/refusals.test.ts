import { expect, test } from "vitest";
import { signWebhook } from "@/lib/integrations/standard-webhooks";
import { rotateSecret } from "@/lib/people/integration-store";
import { findUser } from "@/lib/people/user-store";
import { killSwitch, setLimits } from "@/lib/remediate/limits-verbs";
import { rejectRemedy } from "@/lib/remediate/verbs";
import { perform } from "@/lib/verb";
import { expire } from "./expire";
import {
  approve,
  approver,
  appSecret,
  changeId,
  ctx,
  deployer,
  fresh,
  now,
  pass,
  queued,
  remedies,
  remedy,
  run,
  setTheStage,
  situationId,
  step,
} from "./guilty-deploy";

setTheStage(process.env.DATABASE_URL ?? "");

const bo = { ...approver, id: "u2", name: "Bo" };
const editor = { ...approver, id: "u3", name: "Eve", role: "editor" as const };
const as = (actor: typeof approver) => ({ db: fresh.db, actor, now });
const flip = (on: boolean) => perform(killSwitch, as(approver), { on, reason: "Sale today." });
/** What the timeline says last. */
const lastSaid = async () =>
  (
    await fresh.db.prisma.timelineEvent.findFirstOrThrow({
      where: { situationId },
      orderBy: { id: "desc" },
    })
  ).says;
const nothingWasSent = () => expect(deployer.log).toEqual([]);
const post = async (body: string, headers: Record<string, string>) => {
  const response = await fetch(`${deployer.url}/commands`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return { status: response.status, body: (await response.json()) as { error?: string } };
};

test("drift before approval: the proposal is withdrawn, and a late click is told why", async () => {
  await run.propose();
  const seen = await remedy();
  deployer.state.set("pricing", "v3");
  await run.propose();
  await expect(approve(seen)).rejects.toMatchObject({
    code: "conflict",
    message: "This proposal was withdrawn: pricing is at v3 now, not at v2.",
  });
  expect(await lastSaid()).toBe(
    "Approval by Ada refused: Roll pricing back from v2 to v1. This proposal was withdrawn: pricing is at v3 now, not at v2.",
  );
  nothingWasSent();
});

test("drift after approval: nothing is sent, and the remedy is void", async () => {
  await run.propose();
  await approve(await remedy());
  deployer.state.set("pricing", "v3");
  await run.execute((await remedy()).id);
  expect(await remedy()).toMatchObject({
    state: "void",
    reason: "pricing is at v3 now, not at v2 as in the approved plan.",
  });
  expect(await step()).toBe("watching");
  nothingWasSent();
});

test("another plan than the one on screen: refused until it was looked at", async () => {
  await run.propose();
  await expect(approve({ ...(await remedy()), planHash: "0".repeat(64) })).rejects.toMatchObject({
    code: "conflict",
    message: "The plan has changed since you saw it. Look at it again.",
  });
});

test("expiry: ten minutes after the proposal a yes is too late", async () => {
  await run.propose();
  const seen = await remedy();
  pass(601);
  await expect(approve(seen)).rejects.toMatchObject({
    code: "gone",
    message: "This proposal has expired. Wait for a fresh one.",
  });
  await expire.run(ctx(), { remedyId: seen.id });
  expect(await remedy()).toMatchObject({
    state: "expired",
    reason: "Nobody decided within 10 minutes.",
  });
  expect(await queued("execute")).toBe(0);
});

test("double click: the second is told who has approved, and one execution is queued", async () => {
  await run.propose();
  const seen = await remedy();
  const clicks = await Promise.allSettled([approve(seen), approve(seen)]);
  const refused = clicks.filter((c) => c.status === "rejected").map((c) => c.reason.message);
  expect(refused).toEqual(["Ada has approved this already; it is approved."]);
  expect(await queued("execute")).toBe(1);
});

test("two approvers at once: one wins, the other is told by whom", async () => {
  await run.propose();
  const seen = await remedy();
  const clicks = await Promise.allSettled([approve(seen), approve(seen, bo)]);
  const refused = clicks.filter((c) => c.status === "rejected").map((c) => c.reason.message);
  const { decidedBy } = await remedy();
  expect(refused).toEqual([`${decidedBy} has approved this already; it is approved.`]);
  await run.execute(seen.id);
  expect(deployer.log).toEqual(["rollback pricing v2→v1"]);
});

test("two approvers needed: the same person twice is one, and counts once also in two clicks", async () => {
  await perform(setLimits, as(editor), { twoPersons: ["A", "B", "C"], reason: "Four eyes." });
  await run.propose();
  const seen = await remedy();
  const clicks = await Promise.allSettled([approve(seen), approve(seen)]);
  const refused = clicks.filter((c) => c.status === "rejected").map((c) => c.reason.message);
  expect(refused).toEqual([
    expect.stringMatching(
      /^You have approved this already; grade [AB] needs the yes of a second person\.$/,
    ),
  ]);
  expect(await queued("execute")).toBe(0);
  await approve(seen, bo);
  expect(await queued("execute")).toBe(1);
});

test("revoked role: who was approver when the page was drawn is asked again at the click", async () => {
  const { id } = await fresh.db.prisma.user.create({
    data: { email: `ada-${changeId}@example.com`, name: "Ada", role: "approver" },
  });
  await run.propose();
  const seen = await remedy();
  await fresh.db.prisma.user.update({ where: { id }, data: { role: "viewer" } });
  // As every request does: the session names the person, the database says what the person may.
  const user = await findUser(fresh.db, id);
  if (!user) throw new Error("nobody");
  await expect(approve(seen, { kind: "user", ...user })).rejects.toMatchObject({
    code: "forbidden",
    message: "approve-remedy needs the role approver; you are viewer.",
  });
  expect(await lastSaid()).toContain("Approval by Ada refused");
  await fresh.db.prisma.user.update({ where: { id }, data: { disabledAt: new Date(now) } });
  expect(await findUser(fresh.db, id)).toBeNull();
  nothingWasSent();
});

test("replayed webhook: the same command again is the same operation, and an old one is refused", async () => {
  const body = JSON.stringify({ action: "rollback", target: "pricing", from: "v2", to: "v1" });
  const headers = signWebhook({ secret: deployer.secret, id: "remedy_1", body, now });
  const first = await post(body, headers);
  const again = await post(body, headers);
  expect([first.status, again.status]).toEqual([202, 202]);
  expect(again.body).toEqual(first.body);
  expect(deployer.log).toEqual(["rollback pricing v2→v1"]);
  pass(301);
  expect(await post(body, headers)).toEqual({
    status: 401,
    body: { error: "The request was signed 301 s ago; at most 300 s are allowed." },
  });
});

test("forged signature: a command that somebody else signed, or changed on its way, is refused", async () => {
  const body = JSON.stringify({ action: "rollback", target: "pricing", from: "v2", to: "v0" });
  const forged = signWebhook({ secret: "somebody else's secret", id: "remedy_2", body, now });
  const right = signWebhook({ secret: deployer.secret, id: "remedy_2", body, now });
  const says = { error: "The signature does not fit the body and the shared secret." };
  expect(await post(body, forged)).toEqual({ status: 401, body: says });
  expect(await post(body.replace("v0", "v9"), right)).toEqual({ status: 401, body: says });
  nothingWasSent();
});

test("forged signature: a deployer that does not accept ours ends the remedy with its own words", async () => {
  await run.propose();
  await approve(await remedy());
  const right = deployer.secret;
  await rotateSecret(fresh.db.prisma, appSecret, "deployer", "not what the deployer knows");
  await run.execute((await remedy()).id);
  await rotateSecret(fresh.db.prisma, appSecret, "deployer", right);
  expect(await remedy()).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("The signature does not fit the body and the shared secret."),
  });
  nothingWasSent();
});

test("kill switch before approval: the click is refused with the reason of the switch", async () => {
  await run.propose();
  await flip(true);
  await expect(approve(await remedy())).rejects.toMatchObject({
    message: "A guardrail stops this: Remedies are stopped by Ada: Sale today.",
  });
});

test("kill switch after approval: what is not sent yet is void", async () => {
  await run.propose();
  await approve(await remedy());
  await flip(true);
  await run.execute((await remedy()).id);
  expect(await remedy()).toMatchObject({
    state: "void",
    reason: "Remedies are stopped by Ada: Sale today.",
  });
  nothingWasSent();
});

test("kill switch mid-flight, between the last look and the command: nothing is sent", async () => {
  await run.propose();
  await approve(await remedy());
  deployer.onLook = async () => {
    deployer.onLook = null;
    await flip(true);
  };
  await run.execute((await remedy()).id);
  expect(await remedy()).toMatchObject({
    state: "void",
    reason: "Remedies are stopped by Ada: Sale today.",
  });
  expect(await step()).toBe("watching");
  nothingWasSent();
});

test("kill switch mid-flight, when the command may have arrived: it is not sent again, and people are told", async () => {
  await run.propose();
  await approve(await remedy());
  deployer.dropAnswer = true;
  await run.execute((await remedy()).id);
  await flip(true);
  await run.execute((await remedy()).id);
  expect(await remedy()).toMatchObject({
    state: "failed",
    reason:
      "Remedies are stopped by Ada: Sale today. The command may have arrived; look at pricing.",
  });
  expect(await step()).toBe("blocked");
  expect(deployer.log).toHaveLength(1);
});

test("kill switch mid-flight, when the deployer is at work: it is followed to its end and verified", async () => {
  await run.propose();
  await approve(await remedy());
  await run.execute((await remedy()).id);
  await flip(true);
  deployer.finish();
  await run.execute((await remedy()).id);
  expect(await remedy()).toMatchObject({ state: "executed" });
  expect(await queued("verify")).toBe(1);
});

test("a freeze that begins after the approval stops what is not sent yet", async () => {
  await run.propose();
  await approve(await remedy());
  const freezes = [{ from: now, to: now + 3_600_000, reason: "Black Friday" }];
  await perform(setLimits, as(editor), { freezes, reason: "Calendar." });
  await run.execute((await remedy()).id);
  expect(await remedy()).toMatchObject({
    state: "void",
    reason: expect.stringContaining("Black Friday"),
  });
  nothingWasSent();
});

test("a rejection needs a reason, which becomes a label: not the cause clears the suspect", async () => {
  await run.propose();
  const { id } = await remedy();
  const no = (reason: string) => perform(rejectRemedy, as(approver), { remedyId: id, reason });
  await expect(no("  ")).rejects.toMatchObject({ code: "bad-input" });
  await no("Not the cause: the queue was full before.");
  expect(await remedy()).toMatchObject({ state: "rejected", label: "not-the-cause" });
  await run.propose();
  const suspect = await fresh.db.prisma.suspect.findFirstOrThrow({ where: { ref: changeId } });
  expect(suspect.state).toBe("cleared");
  expect(await remedies()).toHaveLength(1);
  expect(await lastSaid()).toBe(
    "Cleared: Ada rejected its remedy. Not the cause: the queue was full before.",
  );
});
