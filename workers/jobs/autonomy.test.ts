import { expect, test } from "vitest";
import type { Actor } from "@/lib/people/model";
import { loadLevel } from "@/lib/remediate/autonomy-store";
import { tellLevel } from "@/lib/remediate/level-news-store";
import { killSwitch, setLimits } from "@/lib/remediate/limits-verbs";
import { brakeIn, type Plan } from "@/lib/remediate/model";
import { rejectRemedy, setAutonomy, vetoRemedy } from "@/lib/remediate/verbs";
import { samplesTopic } from "@/lib/stream/stream";
import { perform } from "@/lib/verb";
import { autopilot } from "./autopilot";
import {
  approve,
  approver,
  at,
  ctx,
  fresh,
  now,
  pass,
  queued,
  remedy,
  requests,
  run,
  setTheStage,
  situationId,
  step,
  suspects,
  told,
} from "./guilty-deploy";

setTheStage(process.env.DATABASE_URL ?? "");

const admin: Actor = { kind: "user", id: "u9", name: "Root", role: "admin" };
const act = (verb: Parameters<typeof perform>[0], input: unknown, actor = admin) =>
  perform(verb, { db: fresh.db, actor, now }, input);
const letGo = (level: string, granted = true) =>
  act(setAutonomy, { service: "pricing", level, granted, reason: "for this test" });
const takeOver = (remedyId: string) => autopilot.run(ctx(), { remedyId });

test("a service that may act alone runs after the countdown, and the timeline says that no person did it", async () => {
  await letGo("countdown");
  await run.propose();
  const row = await remedy();
  expect(row).toMatchObject({ state: "proposed", level: "countdown", autoAt: at(now + 60_000) });
  await takeOver(row.id);
  expect(await remedy()).toMatchObject({ state: "proposed" });
  pass(60);
  await requests(0, 60);
  await takeOver(row.id);
  await takeOver(row.id);
  expect(await remedy()).toMatchObject({ state: "approved", decidedBy: "policy" });
  expect(await queued("execute")).toBe(1);
});

test("a veto during the countdown leaves the decision to a person, for good", async () => {
  await letGo("countdown");
  await run.propose();
  const { id } = await remedy();
  await act(vetoRemedy, { remedyId: id, reason: "I am looking at it" }, { ...approver });
  pass(60);
  await requests(0, 60);
  await takeOver(id);
  await run.propose();
  expect(await remedy()).toMatchObject({ state: "proposed", autoAt: null, vetoedBy: "Ada" });
  expect(await told()).toEqual(["remedy-proposed", "remedy-vetoed"]);
  await approve(await remedy());
  expect(await remedy()).toMatchObject({ state: "approved", decidedBy: "Ada" });
});

test("the kill switch during a countdown stops it, and says so", async () => {
  await letGo("countdown");
  await run.propose();
  const { id } = await remedy();
  await act(killSwitch, { on: true, reason: "drill" });
  pass(60);
  await requests(0, 60);
  await takeOver(id);
  expect(await remedy()).toMatchObject({ state: "proposed", autoAt: null });
  expect((await told()).at(-1)).toBe("remedy-held");
});

test("a suspect below the bar for acting alone waits for a person, until it is above", async () => {
  await letGo("auto");
  await suspects(0.85, 0.2);
  await run.propose();
  expect(await remedy()).toMatchObject({ state: "proposed", level: "auto", autoAt: null });
  await suspects(0.95, 0.2);
  await run.propose();
  expect(await remedy()).toMatchObject({ autoAt: at(now) });
  expect(await told()).toEqual(["remedy-proposed", "remedy-armed"]);
});

test("observed only: it is written down what would have been proposed, once, and nobody is asked", async () => {
  await letGo("observe");
  await run.propose();
  await run.propose();
  expect(await remedy()).toMatchObject({ state: "observed" });
  expect(await told()).toEqual(["remedy-observed"]);
  await expect(approve(await remedy())).rejects.toMatchObject({ code: "conflict" });
});

test("a hint is shown and cannot be approved", async () => {
  await letGo("hint");
  await run.propose();
  await expect(approve(await remedy())).rejects.toMatchObject({
    message:
      "Remedies of pricing are hints only: do it by hand, or let an admin raise its autonomy.",
  });
});

test("while detection is late nothing is more than a hint, with the reason on the plan; then it is as it was", async () => {
  await letGo("auto");
  const late = new Date(now - 60_001).toISOString();
  await fresh.db.pool.query(
    `INSERT INTO stream_heads (topic, partition, next) VALUES ($1, 0, 1)
     ON CONFLICT (topic, partition) DO UPDATE SET next = 1`,
    [samplesTopic],
  );
  await fresh.db.pool.query(
    `INSERT INTO stream_records (topic, partition, "offset", at, payload) VALUES ($1, 0, 0, $2, '')`,
    [samplesTopic, late],
  );
  await run.propose();
  const says = "Our own detection is more than 60 s behind: what it says may be over.";
  expect(await remedy()).toMatchObject({ state: "proposed", level: "hint", autoAt: null });
  expect(brakeIn((await remedy()).plan as Plan)).toBe(says);
  await expect(approve(await remedy())).rejects.toMatchObject({
    message: `${says} Until that is over this is a hint only: do it by hand.`,
  });
  expect(await queued("propose")).toBe(1);
  await fresh.db.pool.query("DELETE FROM stream_records");
  await run.propose();
  expect(await remedy()).toMatchObject({ state: "proposed", level: "auto", autoAt: at(now) });
  expect(brakeIn((await remedy()).plan as Plan)).toBeNull();
});

test("where two people must agree, the same one twice is refused and a second one executes it", async () => {
  await act(setLimits, { twoPersons: ["A", "B"], reason: "payments audit" });
  await run.propose();
  await approve(await remedy());
  expect(await remedy()).toMatchObject({ state: "proposed" });
  await expect(approve(await remedy())).rejects.toMatchObject({ code: "conflict" });
  await approve(await remedy(), { ...approver, id: "u2", name: "Bea" });
  expect(await remedy()).toMatchObject({ state: "approved", decidedBy: "Bea" });
  expect(await told()).toContain("remedy-first-approval");
});

test("a freeze blocks with its reason, and nothing runs in it", async () => {
  const freezes = [{ from: now - 1000, to: now + 3_600_000, reason: "peak sale" }];
  await act(setLimits, { freezes, reason: "sale" });
  await letGo("auto");
  await run.propose();
  expect(await step()).toBe("blocked");
  expect(await remedy()).toMatchObject({ autoAt: null });
  await expect(approve(await remedy())).rejects.toMatchObject({
    message: expect.stringContaining("peak sale"),
  });
});

test("a service's record is earned by verified recoveries and lost by one that helped nothing", async () => {
  await letGo("auto", false);
  const past = (n: number, outcome: string) =>
    fresh.db.prisma.remedy.create({
      data: {
        situationId,
        changeId: `old-${n}`,
        kind: "rollback",
        service: "pricing",
        plan: {},
        planHash: "",
        grade: "A",
        state: "executed",
        proposedAt: at(now - (30 - n) * 86_400_000),
        expiresAt: at(now),
        executedAt: at(now - (30 - n) * 86_400_000),
        decidedBy: "Ada",
        idempotencyKey: `old-${n}`,
        verification: { create: { situationId, startedAt: at(now), ladder: [], outcome } },
      },
    });
  for (let n = 0; n < 5; n++) await past(n, "recovered");
  const level = async () =>
    (await loadLevel(fresh.db.prisma, "pricing", { brake: null }, now)).level;
  expect(await level()).toBe("countdown");
  await past(5, "no-effect");
  expect(await level()).toBe("ask");
});

test("trust that is lost, or earned, is told on the timeline with the reason", async () => {
  await letGo("auto");
  await run.propose();
  await act(
    rejectRemedy,
    { remedyId: (await remedy()).id, reason: "Not the cause: the queue was full." },
    { ...approver },
  );
  expect(await told()).not.toContain("autonomy-lost");
  const event = async () =>
    fresh.db.prisma.timelineEvent.findFirst({
      where: { kind: { in: ["autonomy-lost", "autonomy-earned"] } },
      orderBy: { id: "desc" },
    });
  const outcome = async (what: string) => {
    const { id } = await remedy();
    await fresh.db.prisma.remedy.update({
      where: { id },
      data: { state: "executed", executedAt: at(now), label: null },
    });
    const verification = { situationId, startedAt: at(now), ladder: [], outcome: what };
    await fresh.db.prisma.verification.upsert({
      where: { remedyId: id },
      create: { remedyId: id, ...verification },
      update: verification,
    });
    await fresh.db.prisma.$transaction((tx) =>
      tellLevel(tx, { id, situationId, service: "pricing" }, now),
    );
  };
  pass(10);
  await outcome("recovered");
  expect(await event()).toBeNull();
  await outcome("worse");
  expect((await event())?.says).toBe(
    "Autonomy of pricing fell from “auto” to “ask”. A wrong run took the granted level back.",
  );
});
