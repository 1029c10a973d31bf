import { beforeEach, expect, test } from "vitest";
import { writeSetting } from "@/lib/people/setting-store";
import {
  approve,
  at,
  deployer,
  fresh,
  now,
  pass,
  remedies,
  remedy,
  requests,
  run,
  setTheStage,
  situationId,
  start,
  step,
  told,
} from "./guilty-deploy";

setTheStage(process.env.DATABASE_URL ?? "");

/** The stage with an instance as the first suspect instead of the deploy; its sibling is the one that answers. */
beforeEach(async () => {
  await fresh.db.prisma.suspect.deleteMany({ where: { situationId } });
  await fresh.db.prisma.suspect.create({
    data: {
      situationId,
      kind: "instance",
      ref: "pricing pricing-2",
      service: "pricing",
      title: "Instance pricing-2 of pricing",
      score: 0.92,
      rank: 1,
      state: "none",
      evidence: [],
      updatedAt: at(now),
    },
  });
  deployer.state.set("instance:pricing-2", "process 7");
  await writeSetting(fresh.db.prisma, "restarts", [
    { services: ["pric*"], integration: "deployer", target: "instance:{instance}" },
  ]);
});

test("an instance that does badly is restarted once, by who it is, and its recovery confirms it as the cause", async () => {
  await run.propose();
  await run.propose();
  expect(await remedies()).toHaveLength(1);
  const { id, plan } = await remedy();
  expect(plan).toMatchObject({
    kind: "restart-instance",
    changeId: null,
    instance: "pricing pricing-2",
    target: "instance:pricing-2",
    from: "process 7",
    to: "a new instance",
    grade: "A",
  });
  expect(await step()).toBe("decide");
  await approve(await remedy());
  await run.execute(id);
  pass(2);
  deployer.finish();
  await run.execute(id);
  expect(deployer.log).toEqual(["restart instance:pricing-2 process 7→a new instance"]);
  await run.verify(id);
  await fresh.db.prisma.anomaly.update({
    where: { id: "a1" },
    data: { lastAt: at(start + 10_000), endedAt: at(start + 20_000) },
  });
  pass(120);
  await requests(10, 120);
  await run.verify(id);
  const situation = await fresh.db.prisma.situation.findUniqueOrThrow({
    where: { id: situationId },
    include: { suspects: true },
  });
  expect(situation).toMatchObject({ status: "resolved", resolution: "recovered" });
  expect(situation.suspects).toMatchObject([{ kind: "instance", state: "confirmed" }]);
  const says = (await fresh.db.prisma.timelineEvent.findMany({ where: { situationId } })).map(
    (e) => e.says,
  );
  expect(says).toContain(
    "Confirmed as the cause: instance pricing pricing-2, because restarting it brought recovery.",
  );
  expect(says.join("\n")).toContain("pricing-2 was started anew and the services have recovered");
});

test("an instance that was replaced meanwhile is left alone: the approved plan is void", async () => {
  await run.propose();
  const row = await remedy();
  await approve(row);
  deployer.state.set("instance:pricing-2", "process 8");
  await run.execute(row.id);
  expect(await remedy()).toMatchObject({
    state: "void",
    reason: "instance:pricing-2 is at process 8 now, not at process 7 as in the approved plan.",
  });
  expect(deployer.log).toEqual([]);
  // The plan is made anew, for the one that runs now.
  await run.propose();
  expect(await remedy()).toMatchObject({ state: "proposed", plan: { from: "process 8" } });
  expect(await told()).toEqual([
    "remedy-proposed",
    "remedy-approved",
    "remedy-executing",
    "remedy-void",
    "remedy-proposed",
  ]);
});

test("without anybody who restarts instances of the service nothing is proposed", async () => {
  await writeSetting(fresh.db.prisma, "restarts", [
    { services: ["search"], integration: "deployer", target: "instance:{instance}" },
  ]);
  await run.propose();
  expect(await remedies()).toEqual([]);
});

test("while who the instance is cannot be asked, the plan is blocked and says why", async () => {
  deployer.down = true;
  await run.propose();
  expect(await step()).toBe("blocked");
  await expect(approve(await remedy())).rejects.toMatchObject({
    message: expect.stringContaining("answered 503"),
  });
  deployer.down = false;
  await run.propose();
  expect(await remedy()).toMatchObject({ state: "proposed", plan: { from: "process 7" } });
  expect(await step()).toBe("decide");
});
