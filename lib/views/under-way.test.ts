import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import { readUnderWay } from "./under-way";

const now = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  await fresh.db.prisma.situation.create({
    data: {
      id: 7,
      title: "Pricing errors",
      status: "open",
      severity: "high",
      step: "verifying",
      onsetAt: new Date(now - 9 * minute),
      openedAt: new Date(now - 8 * minute),
      services: ["pricing"],
      impact: {},
    },
  });
});
afterAll(() => fresh.drop());

const plan = (target: string) => ({
  kind: "rollback",
  changeId: "c",
  service: target,
  integration: "deployer",
  target,
  from: "v2",
  to: "v1",
  ridesAlong: [],
  grade: "A",
  gradeReasons: [],
  blastRadius: [],
  expectedEffect: "",
  undo: `Roll ${target} back from v1 to v2`,
  guardrails: [],
});

const remedy = (id: string, state: string, minutesAgo: number, ladder?: object[]) => {
  const at = new Date(now - minutesAgo * minute);
  return fresh.db.prisma.remedy.create({
    data: {
      id,
      situationId: 7,
      changeId: "c",
      kind: "rollback",
      service: id,
      plan: plan(id),
      planHash: "h",
      grade: "A",
      state,
      proposedAt: at,
      expiresAt: new Date(now + minute),
      decidedAt: state === "proposed" ? null : at,
      decidedBy: "Ana",
      executedAt: state === "executed" ? at : null,
      idempotencyKey: id,
      ...(ladder && {
        verification: { create: { situationId: 7, startedAt: at, ladder } },
      }),
    },
  });
};

test("what is approved, runs or waits for its verdict is under way; what is proposed, judged or long past is not", async () => {
  await remedy("waiting", "proposed", 1);
  await remedy("running", "executing", 1);
  await remedy("verified", "executed", 2, [
    {
      rung: "held",
      state: "running",
      says: "10 of 30 s without a relapse.",
      title: "Held",
      at: null,
    },
  ]);
  await remedy("judged", "executed", 3, []);
  await fresh.db.prisma.verification.update({
    where: { remedyId: "judged" },
    data: { outcome: "recovered" },
  });
  await remedy("forgotten", "executed", 45);
  expect(await readUnderWay(fresh.db, now)).toEqual([
    {
      id: "running",
      situationId: 7,
      title: "Roll running back to v1",
      by: "Ana",
      at: now - minute,
      undo: "Roll running back from v1 to v2",
      executed: false,
      says: null,
    },
    expect.objectContaining({
      id: "verified",
      executed: true,
      says: "10 of 30 s without a relapse.",
    }),
  ]);
});
