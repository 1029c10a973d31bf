import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { upsertSeries } from "@/lib/ingest/series-store";
import type { Actor } from "@/lib/people/model";
import { perform } from "@/lib/verb";
import { saveAnomalies } from "./anomaly-store";
import { readTunings, tuningsMark } from "./label-store";
import { labelAnomaly, undoAnomalyLabel } from "./label-verbs";
import type { Anomaly } from "./model";
import { endSilenceOfSeries, silenceSeries } from "./silence-verbs";
import { ensureDefaults } from "./store";
import { trustDetector } from "./trial-verbs";
import { noTuning } from "./tuning";
import { tuningKey } from "./tuning-key";

const now = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let series = 0;
const anomaly = (id: string, startedAt: number): Anomaly => ({
  id,
  seriesId: series,
  detectorId: "golden-errors",
  detectorVersion: 1,
  service: "pricing",
  metric: "m",
  level: "STRONG",
  direction: "above",
  startedAt,
  lastAt: startedAt + minute,
  endedAt: startedAt + minute,
  points: 6,
  peakAt: startedAt,
  peakValue: 30,
  peakExpected: 10,
  peakLower: 0,
  peakUpper: 12,
  peakScore: 6,
  muted: null,
});
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  [series = 0] = await upsertSeries(fresh.db.pool, [{ metric: "m", tags: { service: "pricing" } }]);
  await ensureDefaults(fresh.db, now);
  const tx = await fresh.db.pool.connect();
  await saveAnomalies(tx, [anomaly("a", now - 60 * minute), anomaly("b", now - 30 * minute)], {
    news: false,
  });
  tx.release();
});
afterAll(() => fresh.drop());

const by = (role: Actor["role"]) => ({
  db: fresh.db,
  actor: { kind: "user", id: "u", name: "Mira", role } as const,
  now,
});
const tuning = async () =>
  (await readTunings(fresh.db, { now })).get(tuningKey("golden-errors", series)) ?? noTuning;
const falseAlarm = (bar: number) => ({ kind: "false-alarm", direction: "above", bar }) as const;

test("a responder labels, the highest bar counts, and taking back lowers it again", async () => {
  const mark = await tuningsMark(fresh.db);
  await perform(labelAnomaly, by("responder"), { anomalyId: "a", rule: falseAlarm(21) });
  await perform(labelAnomaly, by("responder"), { anomalyId: "b", rule: falseAlarm(40) });
  expect(await tuning()).toEqual({ ...noTuning, barAbove: 40 });
  expect(await tuningsMark(fresh.db)).not.toBe(mark);
  const before = await tuningsMark(fresh.db);
  await perform(undoAnomalyLabel, by("responder"), { anomalyId: "b" });
  expect(await tuning()).toEqual({ ...noTuning, barAbove: 21 });
  expect(await tuningsMark(fresh.db)).not.toBe(before);
  await expect(
    perform(undoAnomalyLabel, by("responder"), { anomalyId: "b" }),
  ).rejects.toMatchObject({ code: "not-found" });
});

test("another label on the same anomaly takes the place of the first", async () => {
  const { replaced } = await perform(labelAnomaly, by("editor"), {
    anomalyId: "a",
    rule: { kind: "true" },
    note: "checkout was down",
  });
  expect(replaced).toBe("false-alarm");
  expect(await tuning()).toEqual(noTuning);
  const told = await fresh.db.prisma.timelineEvent.findMany({ orderBy: { id: "desc" }, take: 1 });
  expect(told[0]?.says).toBe("The anomaly on pricing m was labelled true: checkout was down");
});

test("an expectation after deploys covers a deploy that comes later, and the mark tells of it", async () => {
  await perform(labelAnomaly, by("responder"), {
    anomalyId: "a",
    rule: {
      kind: "expected",
      direction: "above",
      upTo: 30,
      when: { how: "change", changeKind: "deploy", minutes: 10 },
    },
  });
  expect((await tuning()).expected[0]?.spans).toEqual([]);
  const mark = await tuningsMark(fresh.db);
  await fresh.db.prisma.change.create({
    data: {
      kind: "deploy",
      service: "pricing",
      title: "v2",
      source: "api",
      externalKey: "k",
      status: "succeeded",
      at: new Date(now),
    },
  });
  expect(await tuningsMark(fresh.db)).not.toBe(mark);
  expect((await tuning()).expected[0]?.spans).toEqual([{ from: now, to: now + 10 * minute }]);
});

test("viewers do not label, and what cannot be is refused", async () => {
  const rule = falseAlarm(21);
  await expect(perform(labelAnomaly, by("viewer"), { anomalyId: "a", rule })).rejects.toMatchObject(
    { code: "forbidden" },
  );
  await expect(
    perform(labelAnomaly, by("editor"), { anomalyId: "nobody", rule }),
  ).rejects.toMatchObject({ code: "not-found" });
  await expect(
    perform(labelAnomaly, by("editor"), { anomalyId: "a", rule: falseAlarm(-1) }),
  ).rejects.toMatchObject({ code: "bad-input" });
  await expect(
    perform(labelAnomaly, by("editor"), {
      anomalyId: "a",
      rule: { kind: "new-trend", from: now + 1 },
    }),
  ).rejects.toMatchObject({ code: "bad-input" });
});

test("a silence mutes every detector of its series until it ends, and has an end", async () => {
  await perform(undoAnomalyLabel, by("responder"), { anomalyId: "a" });
  const mark = await tuningsMark(fresh.db);
  const silence = { seriesId: series, minutes: 30, reason: "load test" };
  await perform(silenceSeries, by("responder"), silence);
  expect(await tuningsMark(fresh.db)).not.toBe(mark);
  const all = await readTunings(fresh.db, { now });
  expect(all.size).toBe(4);
  const span = { from: now, to: now + 30 * minute };
  expect((await tuning()).expected).toEqual([
    {
      direction: "both",
      upTo: null,
      when: { how: "once", ...span },
      says: "Silenced by Mira: load test",
      spans: [span],
    },
  ]);
  const later = { ...by("responder"), now: now + minute };
  await perform(endSilenceOfSeries, later, { seriesId: series });
  expect((await tuning()).expected[0]?.spans[0]?.to).toBe(now + minute);
  await expect(perform(endSilenceOfSeries, later, { seriesId: series })).rejects.toMatchObject({
    code: "not-found",
  });
  await expect(
    perform(silenceSeries, later, { seriesId: series, minutes: 20_000 }),
  ).rejects.toMatchObject({ code: "bad-input" });
});

test("five false alarms take a detector's trust away, labels taken back give it back, and a person's trust starts anew", async () => {
  const { db } = fresh;
  const id = "golden-requests";
  const tx = await db.pool.connect();
  const ids = Array.from({ length: 6 }, (_, i) => `trust-${i}`);
  await saveAnomalies(
    tx,
    ids.map((a, i) => ({ ...anomaly(a, now - (i + 2) * 60 * minute), detectorId: id })),
    { news: false },
  );
  tx.release();
  const row = () => db.prisma.detector.findUniqueOrThrow({ where: { id } });
  const label = (anomalyId: string) =>
    perform(labelAnomaly, by("responder"), { anomalyId, rule: falseAlarm(5) });
  for (const a of ids.slice(0, 4)) expect((await label(a)).trust).toBeNull();
  expect((await label("trust-4")).trust).toContain("records but does not page any more");
  expect(await row()).toMatchObject({
    untrusted: "precision",
    untrustedWhy: "Only 0 of 5 labelled anomalies were true",
  });
  await perform(undoAnomalyLabel, by("responder"), { anomalyId: "trust-4" });
  expect((await row()).untrusted).toBeNull();
  await label("trust-4");
  await perform(trustDetector, by("editor"), { id, trusted: true });
  expect((await label("trust-5")).trust).toBeNull();
  expect((await row()).untrusted).toBeNull();
});
