/** For tests: a database and a deployer, and before each test a situation whose first suspect is a deploy of pricing. */
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { createLog } from "@/lib/log";
import { createIntegration } from "@/lib/people/integration-store";
import type { Actor } from "@/lib/people/model";
import { approveRemedy } from "@/lib/remediate/verbs";
import { perform } from "@/lib/verb";
import { openContractDeployer } from "./contract-deployer";
import { execute } from "./execute";
import { propose } from "./propose";
import { verify } from "./verify";

export const start = Date.UTC(2026, 10, 22, 12);
export const appSecret = "an app secret of 32 characters..";
export const approver: Actor = { kind: "user", id: "u1", name: "Ada", role: "approver" };
export const deployer = openContractDeployer();
export let fresh: Awaited<ReturnType<typeof freshDatabase>>;
/** Put at `start` by setTheStage; tests move it on */
export let now = Number.NaN;

export const ctx = () => ({
  db: fresh.db,
  log: createLog("test", "silent"),
  now: () => now,
  secret: appSecret,
});
export const at = (ms: number) => new Date(ms);
export let situationId = 0;
export let changeId = "";
export const run = {
  propose: () => propose.run(ctx(), { situationId }),
  execute: (remedyId: string) => execute.run(ctx(), { remedyId }),
  verify: (remedyId: string) => verify.run(ctx(), { remedyId }),
};
export const remedies = () =>
  fresh.db.prisma.remedy.findMany({ where: { situationId }, orderBy: { id: "asc" } });
export const remedy = async () => {
  const [row] = await remedies();
  if (!row) throw new Error("nothing was proposed");
  return row;
};
export const step = async () =>
  (await fresh.db.prisma.situation.findUniqueOrThrow({ where: { id: situationId } })).step;
export const told = async () =>
  (
    await fresh.db.prisma.timelineEvent.findMany({ where: { situationId }, orderBy: { id: "asc" } })
  ).map((e) => e.kind);
export const approve = (row: { id: string; planHash: string }, actor = approver) =>
  perform(
    approveRemedy,
    { db: fresh.db, actor, now },
    { remedyId: row.id, planHash: row.planHash },
  );
export const queued = async (name: string) =>
  (
    await fresh.db.pool.query(
      "SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = $1",
      [name],
    )
  ).rows[0].n;

/** Sets the stage for the tests of one file. `url`: a Postgres on which databases may be made. */
export function setTheStage(url: string): void {
  beforeAll(async () => {
    fresh = await freshDatabase(url, { now: start });
    await new Promise<void>((resolve) => deployer.server.listen(0, "127.0.0.1", resolve));
    deployer.url = `http://127.0.0.1:${(deployer.server.address() as AddressInfo).port}`;
    const { secret } = await createIntegration(fresh.db.prisma, appSecret, {
      id: "deployer",
      kind: "webhook-deployer",
      name: "Deployer",
      config: { url: `${deployer.url}/commands`, stateUrl: `${deployer.url}/targets/{target}` },
    });
    deployer.secret = secret;
  });
  afterAll(async () => {
    await new Promise((resolve) => deployer.server.close(resolve));
    await fresh.drop();
  });
  beforeEach(freshSituation);
}

/** A fresh situation: a deploy of pricing is the first suspect, requests flow, one anomaly is open. */
async function freshSituation() {
  const { prisma, pool } = fresh.db;
  now = start;
  Object.assign(deployer, { now, down: false, busy: 0, dropAnswer: false, onLook: null });
  deployer.state.set("pricing", "v2");
  deployer.operations.clear();
  deployer.log.length = 0;
  await pool.query(
    `TRUNCATE situations, changes, anomalies, series, detectors, request_windows, settings, timeline_events,
     graphile_worker._private_jobs RESTART IDENTITY CASCADE`,
  );
  await prisma.change.create({
    data: {
      id: "decoy",
      kind: "deploy",
      service: "search",
      title: "search v9",
      source: "api",
      externalKey: "decoy",
      status: "succeeded",
      at: at(now - 300_000),
    },
  });
  ({ id: changeId } = await prisma.change.create({
    data: {
      kind: "deploy",
      service: "pricing",
      from: "v1",
      to: "v2",
      title: "pricing v2",
      source: "api",
      externalKey: "c1",
      status: "succeeded",
      at: at(now - 90_000),
      reversible: true,
      undo: { integration: "deployer", target: "pricing", to: "v1" },
    },
  }));
  ({ id: situationId } = await prisma.situation.create({
    data: {
      title: "pricing fails",
      status: "open",
      severity: "high",
      step: "diagnosing",
      onsetAt: at(now - 60_000),
      openedAt: at(now - 30_000),
      services: ["pricing"],
      impact: {},
    },
  }));
  await suspects(0.95, 0.2);
  await prisma.series.createMany({
    data: ["service.requests", "service.errors"].map((metric) => ({
      key: metric,
      metric,
      tags: { service: "pricing" },
      service: "pricing",
    })),
  });
  const series = await prisma.series.findFirstOrThrow({ where: { metric: "service.errors" } });
  await prisma.detector.create({
    data: { id: "d", title: "d", managed: "auto", liveVersion: 1 },
  });
  await prisma.anomaly.create({
    data: {
      id: "a1",
      seriesId: series.id,
      detectorId: "d",
      detectorVersion: 1,
      service: "pricing",
      metric: "service.errors",
      level: "STRONG",
      direction: "above",
      startedAt: at(now - 60_000),
      lastAt: at(now),
      points: 6,
      peakAt: at(now),
      peakValue: 0.4,
      peakScore: 9,
      member: { create: { situationId, why: [], addedAt: at(now) } },
    },
  });
  await requests(-60, 0);
}

export async function suspects(first: number, second: number, state = "suspect") {
  await fresh.db.prisma.suspect.deleteMany({ where: { situationId } });
  await fresh.db.prisma.suspect.createMany({
    data: [
      { ref: changeId, service: "pricing", title: "pricing v2", score: first, state },
      { ref: "decoy", service: "search", title: "search v9", score: second, state: "none" },
    ]
      .sort((a, b) => b.score - a.score)
      .map((s, i) => ({
        ...s,
        situationId,
        kind: "change",
        rank: i + 1,
        evidence: [],
        updatedAt: at(now),
      })),
  });
}

/** Windows of pricing with requests, in seconds from the start of the test. */
export async function requests(from: number, to: number) {
  const starts = Array.from({ length: (to - from) / 10 }, (_, i) => start + (from + i * 10) * 1000);
  await fresh.db.prisma.requestWindow.createMany({
    data: starts.map((ms) => ({
      service: "pricing",
      version: "v1",
      instance: "i",
      start: at(ms),
      count: 50,
      errors: 0,
      sumMs: 1000,
      buckets: [],
    })),
    skipDuplicates: true,
  });
}
export const pass = (seconds: number) => {
  now += seconds * 1000;
  deployer.now = now;
};
