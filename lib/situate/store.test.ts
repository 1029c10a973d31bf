import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { perform } from "@/lib/verb";
import { resolveSituation, setStep } from "./store";
import { situateNow } from "./turn-store";
import { acknowledgeSituation, commentSituation, renameSituation } from "./verbs";

const t0 = Date.UTC(2026, 10, 22, 12);
const priya = { kind: "user", id: "u1", name: "Priya Nair", role: "responder" } as const;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now: t0 });
  const { prisma } = fresh.db;
  for (const name of ["gateway", "search", "pricing"])
    await prisma.service.create({ data: { name, kind: "instrumented" } });
  await prisma.edgeWindow.createMany({
    data: [
      ["gateway", "search"],
      ["search", "pricing"],
    ].map(([caller = "", callee = ""]) => ({
      caller,
      callee,
      start: new Date(t0 - 60_000),
      calls: 10,
      errors: 0,
      sumMs: 100,
      buckets: [],
    })),
  });
  await prisma.requestWindow.createMany({
    data: Array.from({ length: 40 }, (_, i) => ({
      service: "gateway",
      version: "1",
      instance: "i",
      start: new Date(t0 - 300_000 + i * 10_000),
      count: 100,
      errors: i < 30 ? 0 : 20,
      sumMs: 1000,
      buckets: [],
    })),
  });
  await prisma.detector.create({ data: { id: "d", title: "d", managed: "auto", liveVersion: 1 } });
});
afterAll(() => fresh.drop());

async function anomaly(service: string, at: number, level = "STRONG") {
  const metric = "service.errors";
  const series = await fresh.db.prisma.series.upsert({
    where: { key: `${metric}{service=${service}}` },
    create: { key: `${metric}{service=${service}}`, metric, tags: { service }, service },
    update: {},
  });
  const row = await fresh.db.prisma.anomaly.create({
    data: {
      id: `${service}-${at}`,
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
  return row.id;
}
const turn = (now: number) => fresh.db.prisma.$transaction((tx) => situateNow(tx, now));
const only = () => fresh.db.prisma.situation.findFirstOrThrow({ include: { members: true } });

test("a lone WEAK anomaly waits and opens nothing", async () => {
  const id = await anomaly("search", t0 - 30_000, "WEAK");
  expect(await turn(t0)).toEqual({ open: 0, waiting: 1, opened: [] });
  await fresh.db.prisma.anomaly.delete({ where: { id } });
});

test("anomalies open one situation with impact, and ask for its diagnosis in the same transaction", async () => {
  await anomaly("pricing", t0);
  await anomaly("gateway", t0 + 10_000);
  expect((await turn(t0 + 30_000)).opened).toHaveLength(1);
  const s = await only();
  expect(s.title).toBe("Pricing errors on 2 services");
  expect(s.severity).toBe("critical");
  expect(s.impact).toEqual({
    entry: "gateway",
    failingRatio: 0.2,
    usualRatio: 0,
    requestsLost: 60,
  });
  const { rows } = await fresh.db.pool.query("SELECT key FROM graphile_worker.jobs");
  expect(rows).toEqual([{ key: `diagnose:${s.id}` }]);
});

test("another turn over the same rows changes nothing; a late member joins", async () => {
  await turn(t0 + 35_000);
  expect((await only()).members).toHaveLength(2);
  await anomaly("search", t0 + 30_000);
  await turn(t0 + 60_000);
  const s = await only();
  expect(s.members).toHaveLength(3);
  expect(s.title).toBe("Pricing errors on 3 services");
});

test("a title given by a person stays", async () => {
  const { id } = await only();
  const as = { db: fresh.db, actor: priya, now: t0 + 61_000 };
  await perform(renameSituation, as, { id, title: "Quotes fail" });
  await perform(acknowledgeSituation, as, { id });
  await perform(commentSituation, as, { id, text: "Looking at it." });
  await turn(t0 + 65_000);
  expect(await only()).toMatchObject({
    title: "Quotes fail",
    status: "acknowledged",
    owner: "Priya Nair",
  });
});

test("a viewer may not acknowledge", async () => {
  const { id } = await only();
  await expect(
    perform(
      acknowledgeSituation,
      { db: fresh.db, actor: { ...priya, role: "viewer" }, now: t0 },
      { id },
    ),
  ).rejects.toMatchObject({ code: "forbidden" });
});

test("steps move while it is open; when all is over for a minute it clears by itself and stays done", async () => {
  const { id } = await only();
  await fresh.db.prisma.$transaction((tx) => setStep(tx, id, "watching"));
  expect((await only()).step).toBe("watching");
  await fresh.db.prisma.anomaly.updateMany({ data: { endedAt: new Date(t0 + 90_000) } });
  expect((await turn(t0 + 140_000)).open).toBe(1);
  expect((await turn(t0 + 150_000)).open).toBe(0);
  await fresh.db.prisma.$transaction((tx) => setStep(tx, id, "decide"));
  expect(await only()).toMatchObject({ status: "resolved", step: "done", resolution: "cleared" });
  const told = await fresh.db.prisma.timelineEvent.findMany({ orderBy: { id: "asc" } });
  expect(told.map((e) => e.kind)).toEqual([
    "situation-opened",
    "anomaly-joined",
    "rename-situation",
    "acknowledge-situation",
    "comment-situation",
    "situation-cleared",
  ]);
});

test("a situation is resolved once", async () => {
  const { id } = await only();
  const end = { id, at: t0 + 200_000, resolution: "recovered", says: "x", actor: priya } as const;
  expect(await fresh.db.prisma.$transaction((tx) => resolveSituation(tx, end))).toBe(false);
});
