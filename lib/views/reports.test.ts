import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import type { Actor } from "../people/model";
import { record } from "../timeline/store";
import { detectorScorecards } from "./detector-scorecards";
import { reports } from "./reports";

const now = Date.UTC(2026, 10, 22, 12);
const hour = 3_600_000;
const ago = (hours: number) => new Date(now - hours * hour);
const ada: Actor = { kind: "user", id: "a", name: "Ada", role: "approver" };
let fresh: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  const { prisma, pool } = fresh.db;
  const series = await prisma.series.create({
    data: { key: "x", metric: "x", tags: {}, service: "pay", lastAt: ago(2) },
  });
  await prisma.detector.create({ data: { id: "d", title: "d", managed: "auto", liveVersion: 1 } });
  const labels = ["true", "true", "false-alarm", null, null];
  for (const [i, kind] of labels.entries()) {
    const id = `a${i}`;
    await prisma.anomaly.create({
      data: {
        ...{ id, seriesId: series.id, detectorId: "d", detectorVersion: 1, service: "pay" },
        ...{ metric: "x", level: i === 0 ? "STRONG" : "WEAK", direction: "above", points: 6 },
        ...{ startedAt: ago(30), lastAt: ago(29), endedAt: ago(29), peakAt: ago(30) },
        ...{ peakValue: 1, peakScore: 3, muted: i === 4 ? "untrusted" : null },
      },
    });
    if (kind)
      await prisma.anomalyLabel.create({
        data: {
          anomalyId: id,
          detectorId: "d",
          seriesId: series.id,
          kind,
          rule: {},
          author: "Ada",
          at: ago(1),
        },
      });
  }
  const situation = await prisma.situation.create({
    data: {
      ...{ title: "pay fails", status: "resolved", severity: "high", step: "done", impact: {} },
      ...{ onsetAt: ago(30), openedAt: ago(29.5), resolvedAt: ago(28), resolution: "cleared" },
      services: ["pay"],
    },
  });
  await prisma.situationAnomaly.create({
    data: { situationId: situation.id, anomalyId: "a0", why: [], addedAt: ago(30) },
  });
  await prisma.situation.create({
    data: {
      ...{ title: "merged", status: "resolved", severity: "high", step: "done", impact: {} },
      ...{ onsetAt: ago(30), openedAt: ago(29), resolvedAt: ago(28), resolution: "merged" },
      services: ["pay"],
    },
  });
  const message = (key: string, state: string, kind: string, sentAt: Date | null) =>
    prisma.message.create({
      data: {
        ...{ key, state, kind, sentAt, channelId: "c", routeId: "r", routeName: "r" },
        ...{ severity: "high", says: "pay fails", createdAt: ago(30) },
      },
    });
  await message("1", "sent", "opened", ago(11)); // 01:00 UTC
  await message("2", "sent", "digest", ago(3));
  await message("3", "sent", "test", ago(3));
  await message("4", "held", "raised", null);
  await message("5", "sent", "opened", ago(24 * 8));
  await record(prisma, {
    at: now - 10 * hour,
    situationId: situation.id,
    room: "people",
    kind: "acknowledge-situation",
    says: "S-1 acknowledged.",
    actor: ada,
  });
  await prisma.detectorState.create({
    data: {
      ...{ detectorId: "d", seriesId: series.id, version: 1, upTo: ago(2) },
      state: Buffer.from("12345"),
    },
  });
  await pool.query(
    `INSERT INTO samples (series_id, time, value)
     SELECT $1, $2::timestamptz - g * interval '10 seconds', 1 FROM generate_series(0, 59) g`,
    [series.id, ago(2).toISOString()],
  );
});
afterAll(() => fresh.drop());
const ctx = () => ({ db: fresh.db, actor: ada, now });

test("the funnel counts what was sent in the time, not what was held, tried or long ago; merged situations called nobody", async () => {
  const report = await reports.load(ctx(), { days: 7, zone: "UTC" });
  expect(report.funnel.slice(1).map((f) => [f.step, f.count])).toEqual([
    ["Anomalies", 5],
    ["Situations", 1],
    ["Pages", 2],
    ["Questions", 0],
    ["Actions", 0],
  ]);
  expect(report.median).toEqual({ detectMs: 0.5 * hour, knowMs: null, resolveMs: 2 * hour });
  expect(report.trend.map((t) => t.count)).toEqual([0, 0, 0, 0, 0, 1, 0]);
});

test("detectors are told with what people said of their anomalies; a night with who acted and what went out", async () => {
  const report = await reports.load(ctx(), { days: 7, zone: "UTC" });
  expect(report.detectors).toEqual([
    {
      ...{ id: "d", title: "d", anomalies: 5, muted: 1, strong: 1, joined: 1 },
      ...{ labelled: 3, precision: 2 / 3 },
    },
  ]);
  expect(report.nights).toEqual([
    { night: "2026-11-21", pages: 1, people: [{ name: "Ada", situations: 1 }] },
  ]);
});

test("the cost of a detector is the rate of the last minutes that had data, though data has stopped since", async () => {
  const { scorecards } = await detectorScorecards.load(ctx(), {});
  expect(scorecards[0]).toMatchObject({
    anomalies: 4,
    muted: 1,
    inSituations: 0.25,
    cost: { series: 1, stateBytes: 5, pointsPerDay: 8640 },
  });
});
