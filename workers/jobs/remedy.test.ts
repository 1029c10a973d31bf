import { expect, test } from "vitest";
import { rotateSecret, updateIntegration } from "@/lib/people/integration-store";
import { killSwitch } from "@/lib/remediate/limits-verbs";
import { rejectRemedy } from "@/lib/remediate/verbs";
import { resolveSituation } from "@/lib/situate/store";
import { loadMeasures } from "@/lib/timeline/measures-store";
import { perform } from "@/lib/verb";
import { expire } from "./expire";
import {
  approve,
  approver,
  appSecret,
  at,
  changeId,
  ctx,
  deployer,
  fresh,
  now,
  pass,
  queued,
  remedies,
  remedy,
  requests,
  run,
  setTheStage,
  situationId,
  start,
  step,
  suspects,
  told,
} from "./guilty-deploy";

setTheStage(process.env.DATABASE_URL ?? "");

test("the guilty deploy is proposed once, with a plan to sign, and nothing else is done", async () => {
  await run.propose();
  await run.propose();
  const rows = await remedies();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    kind: "rollback",
    state: "proposed",
    changeId,
    plan: { target: "pricing", from: "v2", to: "v1", integration: "deployer" },
    expiresAt: at(now + 600_000),
  });
  expect(await step()).toBe("decide");
  expect(await told()).toEqual(["remedy-proposed"]);
  expect(deployer.log).toEqual([]);
});

test("it is silent when no change is guilty, or two are alike", async () => {
  await suspects(0.6, 0.2);
  await run.propose();
  await suspects(0.9, 0.89);
  await run.propose();
  expect(await remedies()).toEqual([]);
  expect(await step()).toBe("diagnosing");
});

test("a proposal is withdrawn when its suspect loses the lead, and comes back as the same one", async () => {
  await run.propose();
  await suspects(0.5, 0.2);
  await run.propose();
  expect(await remedy()).toMatchObject({ state: "void", reason: expect.stringContaining("0.50") });
  expect(await step()).toBe("watching");
  await suspects(0.95, 0.2);
  await run.propose();
  expect(await remedies()).toMatchObject([{ state: "proposed", reason: null }]);
  expect(await told()).toEqual(["remedy-proposed", "remedy-void", "remedy-proposed"]);
});

test("a proposal is withdrawn when somebody else has moved the target", async () => {
  await run.propose();
  deployer.state.set("pricing", "v3");
  await run.propose();
  expect(await remedy()).toMatchObject({
    state: "void",
    reason: "pricing is at v3 now, not at v2.",
  });
  await run.propose();
  expect(await remedy()).toMatchObject({ state: "void" });
});

test("a failing guardrail blocks: it is shown, approval is refused, and it lifts by itself", async () => {
  deployer.down = true;
  await run.propose();
  expect(await step()).toBe("blocked");
  await expect(approve(await remedy())).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("answered 503"),
  });
  deployer.down = false;
  await run.propose();
  expect(await step()).toBe("decide");
  expect(await told()).toEqual(["remedy-proposed", "approve-remedy-refused", "remedy-changed"]);
  await approve(await remedy());
});

test("approve, execute, verify: the rollback runs once and the situation is resolved as recovered", async () => {
  await run.propose();
  const { id } = await remedy();
  await approve(await remedy());
  expect(await queued("execute")).toBe(1);
  await run.execute(id);
  expect(await remedy()).toMatchObject({
    state: "executing",
    decidedBy: "Ada",
    execution: { steps: [{ says: "replacing v2 by v1" }] },
  });
  expect(await step()).toBe("executing");
  pass(2);
  deployer.finish();
  await run.execute(id);
  expect(await remedy()).toMatchObject({ state: "executed", executedAt: at(now) });
  const executor = await fresh.db.prisma.integration.findFirst();
  expect(executor?.lastUsedAt).toEqual(at(now));
  expect(await queued("verify")).toBe(1);
  await run.execute(id);
  expect(deployer.log).toEqual(["rollback pricing v2→v1"]);

  await run.verify(id);
  expect(await step()).toBe("verifying");
  await fresh.db.prisma.anomaly.update({
    where: { id: "a1" },
    data: { lastAt: at(start + 10_000), endedAt: at(start + 20_000) },
  });
  pass(120);
  await requests(10, 120);
  await run.verify(id);
  const situation = await fresh.db.prisma.situation.findUniqueOrThrow({
    where: { id: situationId },
    include: { suspects: { where: { ref: changeId } } },
  });
  expect(situation).toMatchObject({ status: "resolved", resolution: "recovered", step: "done" });
  expect(situation.suspects[0]?.state).toBe("confirmed");
  expect(await told()).toEqual([
    "remedy-proposed",
    "remedy-approved",
    "remedy-executing",
    "remedy-step",
    "remedy-executed",
    "verify-members-clear",
    "verify-back-in-band",
    "verify-held",
    "verified-recovered",
    "suspect-confirmed",
    "situation-resolved",
  ]);
  await run.verify(id);
  expect(await told()).toHaveLength(11);
  const { median } = await loadMeasures(fresh.db.prisma, { fromMs: 0, toMs: now });
  expect(median).toEqual({ detectMs: 60_000, knowMs: 30_000, resolveMs: 182_000 });
});

test("a worker that dies after the command has left sends it again under the same name: it runs once", async () => {
  await run.propose();
  const { id } = await remedy();
  await approve(await remedy());
  // The command arrives, its answer does not: as if the process had died right there.
  deployer.dropAnswer = true;
  await run.execute(id);
  expect(await remedy()).toMatchObject({ state: "executing", execution: { sentAt: now } });
  expect(deployer.state.get("pricing")).toBe("v1");
  pass(30);
  deployer.finish();
  await Promise.all([run.execute(id), run.execute(id)]);
  expect(await remedy()).toMatchObject({ state: "executed" });
  expect(deployer.log).toEqual(["rollback pricing v2→v1"]);
  expect((await told()).filter((k) => k === "remedy-executed")).toHaveLength(1);
});

test("an execution always leaves a job behind for the case that its worker dies", async () => {
  await run.propose();
  const { id } = await remedy();
  await approve(await remedy());
  await fresh.db.pool.query("DELETE FROM graphile_worker._private_jobs");
  deployer.down = true;
  await run.execute(id);
  expect(await queued("execute")).toBe(1);
  expect(await remedy()).toMatchObject({ state: "executing" });
  pass(301);
  await run.execute(id);
  expect(await remedy()).toMatchObject({ state: "failed" });
  expect(await step()).toBe("blocked");
});

test("a target that drifted after approval is left alone", async () => {
  await run.propose();
  await approve(await remedy());
  deployer.state.set("pricing", "v3");
  await run.execute((await remedy()).id);
  expect(await remedy()).toMatchObject({
    state: "void",
    reason: "pricing is at v3 now, not at v2 as in the approved plan.",
  });
  expect(deployer.log).toEqual([]);
});

test("a deployer that refuses the signature, or fails, ends the remedy with its own words", async () => {
  await run.propose();
  await approve(await remedy());
  const right = deployer.secret;
  deployer.secret = "another secret altogether";
  await run.execute((await remedy()).id);
  deployer.secret = right;
  expect(await remedy()).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("401"),
  });
  expect(deployer.log).toEqual([]);
  // It is not tried again; its owner is to hear of it, if somebody is there to hear.
  await run.propose();
  expect((await remedies()).map((r) => [r.kind, r.state])).toEqual([
    ["rollback", "failed"],
    ["roll-forward", "proposed"],
  ]);
  expect(await step()).toBe("blocked");
});

test("two clicks at once are one approval and one execution", async () => {
  await run.propose();
  const row = await remedy();
  const clicks = await Promise.allSettled([approve(row), approve(row), approve(row)]);
  expect(clicks.map((c) => c.status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  const refused = clicks.find((c) => c.status === "rejected");
  expect(refused?.reason.message).toBe("Ada has approved this already; it is approved.");
  expect(await queued("execute")).toBe(1);
});

test("approval is refused to the wrong role, for another plan, and after the time is up", async () => {
  await run.propose();
  const row = await remedy();
  await expect(approve(row, { ...approver, role: "responder" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(approve({ ...row, planHash: "0".repeat(64) })).rejects.toMatchObject({
    message: "The plan has changed since you saw it. Look at it again.",
  });
  pass(900);
  await expect(approve(row)).rejects.toMatchObject({ code: "gone" });
  await expire.run(ctx(), { remedyId: row.id });
  expect(await remedy()).toMatchObject({ state: "expired" });
  expect(await step()).toBe("watching");
  await expect(approve(row)).rejects.toMatchObject({ code: "gone" });
});

test("a situation that ends by itself takes its proposal with it", async () => {
  await run.propose();
  await fresh.db.prisma.$transaction((tx) =>
    resolveSituation(tx, {
      id: situationId,
      at: now,
      resolution: "cleared",
      says: "Over.",
      actor: approver,
    }),
  );
  await expect(approve(await remedy())).rejects.toMatchObject({
    message: "The situation is resolved: there is nothing left to undo.",
  });
  expect(await queued("propose")).toBe(1);
  await run.propose();
  expect(await remedy()).toMatchObject({ state: "void", reason: "The situation is resolved." });
  expect(await step()).toBe("done");
});

test("a rejected proposal is not made again", async () => {
  await run.propose();
  const { id } = await remedy();
  const no = (reason: string) =>
    perform(rejectRemedy, { db: fresh.db, actor: approver, now }, { remedyId: id, reason });
  await expect(no("")).rejects.toMatchObject({ code: "bad-input" });
  await no("We are fixing it forward.");
  await run.propose();
  expect(await remedies()).toMatchObject([
    { state: "rejected", decidedBy: "Ada", reason: "We are fixing it forward." },
  ]);
  expect(await step()).toBe("watching");
  await expect(approve(await remedy())).rejects.toMatchObject({
    message: "Ada has rejected this already: We are fixing it forward.",
  });
});

test("the kill switch stops approval and what is approved but not yet sent", async () => {
  const flip = (on: boolean) =>
    perform(killSwitch, { db: fresh.db, actor: approver, now }, { on, reason: "Sale today." });
  await run.propose();
  await flip(true);
  await expect(approve(await remedy())).rejects.toMatchObject({
    message: expect.stringContaining("Sale today."),
  });
  await flip(false);
  await approve(await remedy());
  await flip(true);
  await run.execute((await remedy()).id);
  expect(await remedy()).toMatchObject({ state: "void" });
  expect(deployer.log).toEqual([]);
});

test("no effect clears the suspect, and the next diagnosis may propose another one", async () => {
  await run.propose();
  const { id } = await remedy();
  await approve(await remedy());
  await run.execute(id);
  deployer.finish();
  await run.execute(id);
  await requests(0, 300);
  pass(300);
  await run.verify(id);
  const found = await fresh.db.prisma.suspect.findFirstOrThrow({ where: { ref: changeId } });
  expect(found.state).toBe("cleared");
  expect(await step()).toBe("diagnosing");
  expect(await queued("diagnose")).toBe(1);
  expect((await told()).slice(-2)).toEqual(["verified-no-effect", "suspect-cleared"]);
});

test("a status URL on another host is not followed, and a switched-off executor blocks", async () => {
  await updateIntegration(fresh.db.prisma, "deployer", { enabled: false });
  await run.propose();
  expect(await step()).toBe("blocked");
  await updateIntegration(fresh.db.prisma, "deployer", { enabled: true });
  await run.propose();
  await approve(await remedy());
  const { url } = deployer;
  deployer.url = "http://169.254.169.254";
  await run.execute((await remedy()).id);
  deployer.url = url;
  expect(await remedy()).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("another host"),
  });
  await rotateSecret(fresh.db.prisma, appSecret, "deployer", deployer.secret);
});
