import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { play, type World } from "@/lib/sim/world";
import { perform } from "@/lib/verb";
import { activeRunbooks, shippedRunbooks } from "./runbook-store";
import { readRunbookText } from "./runbook-text";
import { diagnoseNow, setSuspectState } from "./store";
import { runChecks } from "./verbs";

const t0 = Date.UTC(2026, 10, 22, 12);
const now = t0 + 60_000;
const bad = 120;
const priya = { kind: "user", id: "u1", name: "Priya Nair", role: "responder" } as const;
const world: World = {
  calls: "gateway > search > pricing > rates-db",
  silent: ["rates-db"],
  requests: "100",
  behaviour: { "pricing v42": { errors: "0.4" } },
  deploys: [{ service: "pricing", from: "v41", to: "v42", window: bad }],
  seed: 3,
};
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let situationId = 0;

beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now: t0 });
  const { prisma } = fresh.db;
  for (const name of ["gateway", "search", "pricing"])
    await prisma.service.create({ data: { name, kind: "instrumented" } });
  await prisma.service.create({ data: { name: "rates-db", kind: "external" } });
  const windows = play(world, t0 - bad * 10_000, bad + 6);
  const dated = <T extends { start: number }>(r: T) => ({ ...r, start: new Date(r.start) });
  await prisma.requestWindow.createMany({
    data: windows
      .flatMap((w) => w.requests.map(dated))
      .map((r) => ({ ...r, buckets: [...r.buckets] })),
  });
  await prisma.edgeWindow.createMany({
    data: windows.flatMap((w) => w.edges.map(dated)).map((e) => ({ ...e, buckets: [] })),
  });
  const told = { author: null, link: null, status: "succeeded", source: "api", reversible: true };
  const undo = { integration: "demo-deployer", target: "pricing", to: "v41" };
  for (const [id, service, at, details] of [
    ["bad", "pricing", t0 + 2000, {}],
    ["decoy", "gateway", t0 - 100_000, {}],
    ["ours", "pricing", t0 + 1000, { cause: "command-1" }],
  ] as const)
    await prisma.change.create({
      data: {
        ...told,
        id,
        service,
        kind: "deploy",
        from: "v41",
        to: id === "decoy" ? "v19" : "v42",
        title: `Deploy of ${service} (${id})`,
        externalKey: id,
        at: new Date(at),
        undo,
        details,
      },
    });
  await prisma.detector.create({ data: { id: "d", title: "d", managed: "auto", liveVersion: 1 } });
  const situation = await prisma.situation.create({
    data: {
      title: "Pricing errors",
      status: "open",
      severity: "high",
      step: "diagnosing",
      onsetAt: new Date(t0),
      openedAt: new Date(now),
      services: [],
      impact: {},
    },
  });
  situationId = situation.id;
  for (const service of ["pricing", "search", "gateway"]) {
    const metric = "service.errors";
    const series = await prisma.series.create({
      data: { key: `${metric}{service=${service}}`, metric, tags: { service }, service },
    });
    const at = new Date(t0);
    await prisma.anomaly.create({
      data: {
        id: service,
        seriesId: series.id,
        detectorId: "d",
        detectorVersion: 1,
        service,
        metric,
        level: "STRONG",
        direction: "above",
        startedAt: at,
        lastAt: new Date(now),
        points: 5,
        peakAt: at,
        peakValue: 0.4,
        peakScore: 8,
      },
    });
    await prisma.situationAnomaly.create({
      data: { situationId, anomalyId: service, why: [], addedAt: at },
    });
  }
});
afterAll(() => fresh.drop());

const shipped = async () => activeRunbooks(fresh.db.prisma, await shippedRunbooks());
const diagnose = async (at = now) => diagnoseNow(fresh.db, situationId, await shipped(), at);
const suspects = () =>
  fresh.db.prisma.suspect.findMany({ where: { situationId }, orderBy: { rank: "asc" } });
const told = () =>
  fresh.db.prisma.timelineEvent.findMany({ where: { situationId }, orderBy: { id: "asc" } });

test("the bad deploy is the first suspect, with what the checks say; our own remedy is not accused", async () => {
  const done = await diagnose();
  expect(done?.guilty).toBe(true);
  const [first, ...rest] = await suspects();
  expect(first).toMatchObject({
    kind: "change",
    ref: "bad",
    rank: 1,
    state: "suspect",
    veto: null,
  });
  expect(rest.some((s) => s.ref === "ours")).toBe(false);
  const findings = await fresh.db.prisma.finding.findMany({ where: { situationId } });
  const outcome = Object.fromEntries(findings.map((f) => [f.check, f.outcome]));
  expect(outcome).toMatchObject({
    "version-split": "interesting",
    "first-to-break": "interesting",
    "dependency-health": "ok",
    "traffic-shift": "ok",
    saturation: "skipped",
    verdict: "interesting",
  });
  expect(findings.every((f) => f.runbook !== "")).toBe(true);
});

test("again over the same rows says nothing new and keeps one row each", async () => {
  const before = await told();
  expect(before.map((e) => e.kind)).toEqual(["checks-finished", "diagnosed"]);
  await diagnose();
  expect(await told()).toHaveLength(2);
  const list = await suspects();
  expect(new Set(list.map((s) => s.rank)).size).toBe(list.length);
  expect(list.length).toBeLessThanOrEqual(5);
});

test("a URL is asked once a minute at most unless a person wants it, and each run is counted for its runbook", async () => {
  const read = readRunbookText(
    "name: ours\ntitle: Ask the provider\nchecks: [{check: traffic-shift}, {http: up, url: 'https://status.example.com/'}]",
  );
  const run = async (at: number, again: boolean) => {
    await diagnoseNow(fresh.db, situationId, read.runbook ? [read.runbook] : [], at, { again });
    const found = await fresh.db.prisma.finding.findUnique({
      where: { situationId_check: { situationId, check: "http:ours/up" } },
    });
    return [found?.outcome, (found?.at.getTime() ?? 0) - now];
  };
  // The host is on no list: nothing is sent.
  expect(await run(now, false)).toEqual(["error", 0]);
  expect(await run(now + 10_000, false)).toEqual(["error", 0]);
  expect(await run(now + 20_000, true)).toEqual(["error", 20_000]);
  expect(await run(now + 85_000, false)).toEqual(["error", 85_000]);
  expect(
    await fresh.db.prisma.runbookRun.findMany({ where: { situationId, runbook: "ours" } }),
  ).toEqual([
    {
      situationId,
      runbook: "ours",
      at: new Date(now + 85_000),
      steps: 2,
      interesting: 0,
      failed: 1,
    },
  ]);
});

test("an incident of a few minutes ago does not make this one look ordinary", async () => {
  const { prisma, pool } = fresh.db;
  const [from, to] = [new Date(t0 - 9 * 60_000), new Date(t0 - 3 * 60_000)];
  const span = [from.toISOString(), to.toISOString()];
  await pool.query(
    `UPDATE request_windows SET errors = round(count * 0.6) WHERE start >= $1::timestamp AND start < $2::timestamp`,
    span,
  );
  await pool.query(
    `UPDATE edge_windows SET errors = round(calls * 0.6) WHERE start >= $1::timestamp AND start < $2::timestamp`,
    span,
  );
  const usually = async () => {
    await diagnose();
    const first = (await suspects()).find((s) => s.ref === "bad");
    return /usually ([\d.]+) %/.exec(JSON.stringify(first?.evidence))?.[1];
  };
  expect(Number(await usually())).toBeGreaterThan(10);
  const series = await prisma.series.findFirstOrThrow({ where: { service: "pricing" } });
  const detector = { detectorId: "d", detectorVersion: 1, level: "STRONG", direction: "above" };
  const peak = { points: 30, peakAt: from, peakValue: 0.6, peakScore: 9 };
  const earlier = {
    title: "Pricing errors",
    status: "resolved",
    resolution: "cleared",
    severity: "high",
    step: "done",
    onsetAt: from,
    openedAt: from,
    resolvedAt: to,
    services: ["pricing"],
    impact: {},
  };
  await prisma.anomaly.create({
    data: {
      ...detector,
      ...peak,
      id: "earlier",
      seriesId: series.id,
      service: "pricing",
      metric: "service.errors",
      startedAt: from,
      lastAt: to,
      endedAt: to,
      member: { create: { why: [], addedAt: from, situation: { create: earlier } } },
    },
  });
  expect(Number(await usually())).toBeLessThan(1);
});

test("a cleared suspect is no longer guilty, and stays cleared", async () => {
  await fresh.db.prisma.$transaction((tx) =>
    setSuspectState(tx, {
      situationId,
      kind: "change",
      ref: "bad",
      state: "cleared",
      says: "The rollback did not help: Deploy of pricing cleared.",
      at: now,
      actor: priya,
    }),
  );
  expect((await diagnose())?.guilty).toBe(false);
  const list = await suspects();
  expect(list[0]).toMatchObject({ kind: "service", ref: "pricing" });
  expect(list.find((s) => s.ref === "bad")?.state).toBe("cleared");
  expect((await told()).at(-1)?.says).toMatch(
    /^No change is guilty\. First suspect: pricing: 35 % fail/,
  );
});

test("checks run again on request of a responder, not of a viewer, and not once it is resolved", async () => {
  const as = { db: fresh.db, actor: priya, now };
  await perform(runChecks, as, { situationId });
  const { rows } = await fresh.db.pool.query("SELECT key FROM graphile_worker.jobs");
  expect(rows).toEqual([{ key: `diagnose:${situationId}` }]);
  const viewer = { ...as, actor: { ...priya, role: "viewer" as const } };
  await expect(perform(runChecks, viewer, { situationId })).rejects.toMatchObject({
    code: "forbidden",
  });
  await fresh.db.prisma.situation.update({
    where: { id: situationId },
    data: { status: "resolved" },
  });
  await expect(perform(runChecks, as, { situationId })).rejects.toMatchObject({ code: "conflict" });
  expect(await diagnose()).toBeNull();
});
