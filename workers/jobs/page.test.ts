import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { slackState, slackStub } from "@/lib/integrations/channels/stub-slack";
import { killSwitch } from "@/lib/remediate/limits-verbs";
import { rejectRemedy } from "@/lib/remediate/verbs";
import { perform } from "@/lib/verb";
import {
  drain,
  freshMessages,
  messages,
  run as messaging,
  setRoutes,
  shopRoute,
} from "../messages/messages-stage";
import {
  approve,
  approver,
  changeId,
  deployer,
  fresh,
  now,
  queued,
  remedies,
  remedy,
  run,
  setTheStage,
  situationId,
  step,
  told,
} from "./guilty-deploy";

setTheStage(process.env.DATABASE_URL ?? "");
beforeAll(() => slackStub.listen());
afterAll(() => slackStub.close());
beforeEach(() => freshMessages());

const withoutUndo = () =>
  fresh.db.prisma
    .$executeRaw`UPDATE changes SET undo = NULL, author = 'Ines' WHERE id = ${changeId}`;

test("a guilty change that cannot be undone is its owner's: approved, the page leaves once, in the night too", async () => {
  const quiet = { from: "00:00", to: "23:59", zone: "UTC", weekends: true, critical: true };
  await setRoutes({ ...shopRoute, quiet, perHour: 1 });
  await fresh.db.prisma.team.create({
    data: { id: "checkout", name: "Checkout", services: ["pricing"] },
  });
  await withoutUndo();
  await run.propose();
  expect(await remedy()).toMatchObject({
    kind: "roll-forward",
    state: "proposed",
    plan: { target: "Checkout", from: "v2", to: "a fix by its owner", grade: "A" },
  });
  expect(await step()).toBe("decide");
  await approve(await remedy());
  const { id } = await remedy();
  await run.execute(id);
  await run.execute(id);
  expect(await remedy()).toMatchObject({ state: "executed" });
  expect(await step()).toBe("watching");
  expect(await queued("verify")).toBe(0);
  expect(deployer.log).toEqual([]);
  await messaging.tell();
  await drain();
  const paged = (await messages()).filter((m) => m.kind === "paged");
  expect(paged).toMatchObject([
    {
      state: "sent",
      says: "Paged Checkout: pricing v2 is the likely cause and needs a fix. “pricing v2” does not say how it is undone. Ines made it.",
    },
  ]);
  expect(JSON.stringify(slackState.messages)).toContain("pricing");
  await fresh.db.prisma.team.deleteMany();
  // Once paged, the owner has it.
  await run.propose();
  expect(await remedies()).toHaveLength(1);
});

test("where nobody would hear the page the plan says so, and lifts when there is a route", async () => {
  await setRoutes({ ...shopRoute, services: ["search"] });
  await withoutUndo();
  await run.propose();
  expect(await step()).toBe("blocked");
  await expect(approve(await remedy())).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Nobody would hear a page about pricing: add a route"),
  });
  await setRoutes(shopRoute);
  await run.propose();
  expect(await step()).toBe("decide");
});

test("a route that goes away after the approval ends the page as failed, with the reason", async () => {
  await setRoutes(shopRoute);
  await withoutUndo();
  await run.propose();
  await approve(await remedy());
  await setRoutes();
  await run.execute((await remedy()).id);
  expect(await remedy()).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("Nobody would hear a page about pricing"),
  });
});

test("whoever rejects a rollback to fix forward is offered the page to the owner instead; the kill switch does not hold it", async () => {
  await setRoutes(shopRoute);
  await run.propose();
  const { id } = await remedy();
  const by = { db: fresh.db, actor: approver, now };
  await perform(rejectRemedy, by, {
    remedyId: id,
    reason: "Fixing forward instead. The fix is built.",
  });
  await perform(killSwitch, by, { on: true, reason: "Sale today." });
  await run.propose();
  const page = (await remedies()).find((r) => r.id !== id);
  expect(page).toMatchObject({
    kind: "roll-forward",
    state: "proposed",
    changeId,
    plan: { ridesAlong: ["Ada wants it fixed forward: The fix is built."] },
  });
  if (!page) throw new Error("nobody is to be paged");
  await approve(page);
  await run.execute(page.id);
  expect(await told()).toEqual([
    "remedy-proposed",
    "remedy-rejected",
    "remedy-proposed",
    "remedy-approved",
    "remedy-executing",
    "remedy-executed",
  ]);
  expect(
    await fresh.db.prisma.suspect.count({
      where: { situationId, ref: changeId, state: "cleared" },
    }),
  ).toBe(0);
});
