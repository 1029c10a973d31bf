import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { perform } from "@/lib/verb";
import {
  confirmCandidate,
  discardCandidate,
  mergeVerb,
  splitVerb,
  undoGrouping,
  unlinkVerb,
} from "./grouping-verbs";
import { situateNow } from "./turn-store";

const t0 = Date.UTC(2026, 10, 22, 12);
const priya = { kind: "user", id: "u1", name: "Priya Nair", role: "responder" } as const;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let as: { db: (typeof fresh)["db"]; actor: typeof priya; now: number };
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now: t0 });
  as = { db: fresh.db, actor: priya, now: t0 + 60_000 };
  const { prisma } = fresh.db;
  for (const name of ["gateway", "pricing", "mail", "heap"])
    await prisma.service.create({ data: { name, kind: "instrumented" } });
  await prisma.edgeWindow.createMany({
    data: ["pricing", "mail"].map((callee) => ({
      caller: "gateway",
      callee,
      start: new Date(t0 - 60_000),
      calls: 10,
      errors: 0,
      sumMs: 100,
      buckets: [],
    })),
  });
  await prisma.detector.create({ data: { id: "d", title: "d", managed: "auto", liveVersion: 1 } });
});
afterAll(() => fresh.drop());

async function anomaly(service: string, metric: string, at: number, level = "STRONG") {
  const key = `${metric}{service=${service}}`;
  const series = await fresh.db.prisma.series.upsert({
    where: { key },
    create: { key, metric, tags: { service }, service },
    update: {},
  });
  const id = `${service}-${metric}-${at - t0}`;
  await fresh.db.prisma.anomaly.create({
    data: {
      id,
      seriesId: series.id,
      detectorId: "d",
      detectorVersion: 1,
      service,
      metric,
      level,
      direction: "above",
      startedAt: new Date(at),
      lastAt: new Date(at + 10_000),
      points: 2,
      peakAt: new Date(at),
      peakValue: 0.2,
      peakExpected: 0,
      peakScore: 9,
    },
  });
  return id;
}
const turn = (now: number) => fresh.db.prisma.$transaction((tx) => situateNow(tx, now));
const membersOf = async (situationId: number) =>
  (
    await fresh.db.prisma.situationAnomaly.findMany({
      where: { situationId },
      orderBy: { anomalyId: "asc" },
    })
  ).map((m) => m.anomalyId);
const memory = async () =>
  (
    await fresh.db.prisma.groupingMemory.findMany({
      where: { OR: [{ plus: { gt: 0 } }, { minus: { gt: 0 } }] },
      orderBy: [{ kind: "asc" }, { a: "asc" }, { b: "asc" }],
    })
  ).map((m) => [m.kind, m.a, m.b, m.plus, m.minus]);
const statusOf = async (id: number) => {
  const { status, resolution, mergedInto } = await fresh.db.prisma.situation.findUniqueOrThrow({
    where: { id },
  });
  return { status, resolution, mergedInto };
};

let first = 0;
let second = 0;
test("two faults that nothing connects open two situations", async () => {
  await anomaly("pricing", "service.errors", t0);
  await anomaly("mail", "service.errors", t0);
  const { opened } = await turn(t0 + 20_000);
  expect(opened).toHaveLength(2);
  const of = async (service: string) =>
    (await fresh.db.prisma.situation.findFirstOrThrow({ where: { services: { has: service } } }))
      .id;
  [first, second] = [await of("pricing"), await of("mail")];
});

test("merging moves the members, closes the other one and ties the services; undo takes all of it back", async () => {
  const { labelId } = await perform(mergeVerb, as, { id: first, from: [second] });
  expect(await membersOf(first)).toEqual(["mail-service.errors-0", "pricing-service.errors-0"]);
  expect(await statusOf(second)).toEqual({
    status: "resolved",
    resolution: "merged",
    mergedInto: first,
  });
  expect(await memory()).toEqual([["tie", "mail", "pricing", 1, 0]]);
  await perform(undoGrouping, as, { id: first, labelId });
  expect(await membersOf(second)).toEqual(["mail-service.errors-0"]);
  expect(await statusOf(second)).toEqual({ status: "open", resolution: null, mergedInto: null });
  expect(await memory()).toEqual([]);
  await expect(perform(undoGrouping, as, { id: first, labelId })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a merge into what is resolved, or of nothing else, is refused", async () => {
  await expect(perform(mergeVerb, as, { id: first, from: [first] })).rejects.toMatchObject({
    code: "bad-input",
  });
});

test("splitting makes a situation of its own, keeps its members apart, and can be undone", async () => {
  await anomaly("pricing", "service.latency.p95", t0 + 10_000);
  await anomaly("gateway", "service.errors", t0 + 10_000);
  await turn(t0 + 30_000);
  expect(await membersOf(first)).toHaveLength(3);
  const anomalyIds = ["gateway-service.errors-10000"];
  const { made, labelId } = await perform(splitVerb, as, { id: first, anomalyIds });
  expect(await membersOf(made)).toEqual(anomalyIds);
  expect(await memory()).toEqual([["tie", "gateway", "pricing", 0, 1]]);
  await perform(undoGrouping, as, { id: first, labelId });
  expect(await membersOf(first)).toHaveLength(3);
  expect((await statusOf(made)).resolution).toBe("merged");
});

test("what was taken out does not come back and opens nothing; it may join another", async () => {
  const anomalyIds = ["gateway-service.errors-10000"];
  await perform(unlinkVerb, as, { id: first, anomalyIds });
  expect(await turn(t0 + 40_000)).toMatchObject({ opened: [] });
  expect(await membersOf(first)).toHaveLength(2);
  expect(await membersOf(second)).toContain("gateway-service.errors-10000");
});

test("between the bars stands a candidate that calls nobody; confirming opens it and teaches", async () => {
  await anomaly("heap", "memory.used", t0 + 40_000, "WEAK");
  await anomaly("heap", "cpu.used", t0 + 40_000, "WEAK");
  await turn(t0 + 50_000);
  const candidate = await fresh.db.prisma.situation.findFirstOrThrow({
    where: { status: "candidate" },
  });
  const jobs = await fresh.db.pool.query("SELECT 1 FROM graphile_worker.jobs WHERE key = $1", [
    `diagnose:${candidate.id}`,
  ]);
  expect(jobs.rowCount).toBe(0);
  const { labelId } = await perform(confirmCandidate, as, { id: candidate.id });
  expect(await statusOf(candidate.id)).toMatchObject({ status: "open" });
  expect(await memory()).toContainEqual(["trust", "heap", "cpu.used", 1, 0]);
  await perform(undoGrouping, as, { id: candidate.id, labelId });
  expect(await statusOf(candidate.id)).toMatchObject({ status: "candidate" });
  await perform(discardCandidate, as, { id: candidate.id });
  expect(await statusOf(candidate.id)).toMatchObject({ resolution: "discarded" });
  expect(await memory()).toContainEqual(["trust", "heap", "cpu.used", 0, 1]);
  await expect(perform(confirmCandidate, as, { id: candidate.id })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a candidate to which something strong comes opens by itself, and one that is over fades", async () => {
  await anomaly("heap", "gc.pause", t0 + 60_000, "WEAK");
  await anomaly("heap", "disk.used", t0 + 60_000, "WEAK");
  await turn(t0 + 70_000);
  const found = await fresh.db.prisma.situation.findFirstOrThrow({
    where: { status: "candidate" },
  });
  await anomaly("heap", "service.errors", t0 + 70_000);
  expect((await turn(t0 + 80_000)).opened).toEqual([found.id]);
  expect(await statusOf(found.id)).toMatchObject({ status: "open" });
});
