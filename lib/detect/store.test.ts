import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { upsertSeries } from "@/lib/ingest/series-store";
import type { Actor } from "@/lib/people/model";
import { perform } from "@/lib/verb";
import { saveAnomalies } from "./anomaly-store";
import { shippedDetectors } from "./defaults";
import { type Anomaly, counts, type DetectorSettings } from "./model";
import { dropPairs, encodeStates, loadStates, type SavedState, saveStates } from "./state-store";
import { addVersion, ensureDefaults, readDetectorVersions, readLive } from "./store";
import { createDetector, enableDetector, revertDetector, saveDetector } from "./verbs";

const now = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  await upsertSeries(fresh.db.pool, [{ metric: "a", tags: {} }]);
  await ensureDefaults(fresh.db, now);
});
afterAll(() => fresh.drop());

const editor: Actor = { kind: "user", id: "u", name: "Mira", role: "editor" };
const by = (actor: Actor) => ({ db: fresh.db, actor, now });
const limits = (weakUpper: number): DetectorSettings => ({
  algorithm: "constant-threshold",
  params: { weakUpper },
  counts: counts.parse({}),
  target: "metric = a",
});

test("the shipped detectors are attached once, however often it starts", async () => {
  await Promise.all([ensureDefaults(fresh.db, now), ensureDefaults(fresh.db, now)]);
  const versions = await readDetectorVersions(fresh.db.prisma);
  expect(versions.map((v) => [v.id, v.version, v.managed, v.title])).toEqual([
    ["golden-errors", 1, "auto", "Error ratio is too high"],
    ["golden-latency", 1, "auto", "95th percentile latency is too high"],
    ["golden-requests", 1, "auto", "Request rate is unusual"],
    ["log-errors", 1, "auto", "Error logs are too many"],
  ]);
  expect(versions.map((v) => v.settings)).toEqual(
    [...shippedDetectors].sort((a, b) => (a.id < b.id ? -1 : 1)).map((d) => d.settings),
  );
});

test("a shipped detector that nobody edited follows what is shipped; an edited one stays", async () => {
  const { prisma } = fresh.db;
  const old = { target: "metric = old" };
  await prisma.detectorVersion.updateMany({ where: { detectorId: "golden-errors" }, data: old });
  await ensureDefaults(fresh.db, now);
  const errors = await readLive(prisma, "golden-errors");
  expect([errors.version, errors.settings.target]).toEqual([2, "metric = service.errors"]);
  const settings = { ...errors.settings, target: "metric = service.errors AND NOT test" };
  await perform(saveDetector, by(editor), { id: "golden-errors", version: 2, settings, note: "" });
  await ensureDefaults(fresh.db, now);
  expect((await readLive(prisma, "golden-errors")).version).toBe(3);
});

test("a detector is created, saved, reverted and switched off, each told on the timeline", async () => {
  const { id } = await perform(createDetector, by(editor), {
    title: "Queue of Bücher too long",
    settings: limits(5),
  });
  expect(id).toBe("queue-of-bucher-too-long");
  const saved = await perform(saveDetector, by(editor), {
    id,
    version: 1,
    settings: limits(7),
    note: "Five was noise",
  });
  expect(saved.version).toBe(2);
  const back = await perform(revertDetector, by(editor), { id, version: 2, to: 1 });
  expect(back.version).toBe(3);
  await perform(enableDetector, by(editor), { id, enabled: false });
  const versions = await readDetectorVersions(fresh.db.prisma, id);
  expect(versions.map((v) => [v.version, v.settings.params, v.note, v.author, v.enabled])).toEqual([
    [1, { weakUpper: 5 }, "", "Mira", false],
    [2, { weakUpper: 7 }, "Five was noise", "Mira", false],
    [3, { weakUpper: 5 }, "Back to version 1", "Mira", false],
  ]);
  const told = await fresh.db.prisma.timelineEvent.findMany({ orderBy: { id: "desc" }, take: 4 });
  expect(told.map((e) => e.says).reverse()).toEqual([
    'Detector "Queue of Bücher too long" created; it pages nobody until it is trusted.',
    'Detector "Queue of Bücher too long" saved as version 2: Five was noise',
    'Detector "Queue of Bücher too long" went back to version 1, as version 3.',
    'Detector "Queue of Bücher too long" switched off.',
  ]);
});

test("two who edit the same version: the second is told, and nothing of it is kept", async () => {
  const { id } = await perform(createDetector, by(editor), { title: "Twice", settings: limits(5) });
  await perform(saveDetector, by(editor), { id, version: 1, settings: limits(6) });
  await expect(
    perform(saveDetector, by(editor), { id, version: 1, settings: limits(7) }),
  ).rejects.toThrow("Somebody saved another version");
  expect((await readDetectorVersions(fresh.db.prisma, id)).map((v) => v.version)).toEqual([1, 2]);
  const together = [8, 9].map((n) =>
    perform(saveDetector, by(editor), { id, version: 2, settings: limits(n) }),
  );
  const outcome = await Promise.allSettled(together);
  expect(outcome.map((o) => o.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test.each([
  [{ target: "a = " }, "Target: Expected a value"],
  [{ algorithm: "magic" }, 'There is no algorithm "magic"'],
  [{ params: { weakUpper: "high" } }, "weakUpper"],
  [{ counts: counts.parse({ m: 3, n: 2 }) }, "At least 3 of the last 2"],
])("settings that cannot run are refused: %#", async (change, message) => {
  await expect(
    perform(createDetector, by(editor), {
      title: "Refused",
      settings: { ...limits(5), ...change },
    }),
  ).rejects.toThrow(message);
});

test("an approver may not edit, and a title is taken once", async () => {
  const input = { title: "Only once", settings: limits(5) };
  await expect(perform(createDetector, by({ ...editor, role: "approver" }), input)).rejects.toThrow(
    "needs the role editor",
  );
  await perform(createDetector, by(editor), input);
  await expect(perform(createDetector, by(editor), input)).rejects.toThrow("already a detector");
  await expect(
    fresh.db.prisma.$transaction((tx) =>
      addVersion(tx, "nobody", 1, { settings: limits(1), note: "", author: null, now }),
    ),
  ).rejects.toThrow("Somebody saved");
});

const anomaly = (change: Partial<Anomaly>): Anomaly => ({
  id: "golden-errors.1.x",
  seriesId: 1,
  detectorId: "golden-errors",
  detectorVersion: 1,
  service: null,
  metric: "a",
  level: "WEAK",
  direction: "above",
  startedAt: now,
  lastAt: now + 2,
  endedAt: null,
  points: 3,
  peakAt: now + 1,
  peakValue: 0.1 + 0.2,
  peakExpected: null,
  peakLower: 1e-300,
  peakUpper: -1e300,
  peakScore: 4.5,
  muted: null,
  ...change,
});

async function within<T>(run: (tx: import("pg").PoolClient) => Promise<T>): Promise<T> {
  const tx = await fresh.db.pool.connect();
  try {
    await tx.query("BEGIN");
    const result = await run(tx);
    await tx.query("COMMIT");
    return result;
  } finally {
    tx.release();
  }
}

test("a replay never takes an anomaly back", async () => {
  const save = (change: Partial<Anomaly>) =>
    within((tx) => saveAnomalies(tx, [anomaly(change)], { news: true }));
  const row = async () => {
    const a = await fresh.db.prisma.anomaly.findUniqueOrThrow({ where: { id: anomaly({}).id } });
    return [a.lastAt.getTime() - now, a.endedAt && a.endedAt.getTime() - now, a.points];
  };
  expect(await save({})).toEqual([anomaly({}).id]);
  expect(await save({})).toEqual([]);
  expect(await save({ lastAt: now + 1, points: 2 })).toEqual([]);
  expect(await row()).toEqual([2, null, 3]);
  await save({ lastAt: now + 5, points: 6 });
  await save({ lastAt: now + 5, points: 6, endedAt: now + 8 });
  expect(await save({ lastAt: now + 5, points: 6, endedAt: null })).toEqual([]);
  expect(await save({ lastAt: now + 4, points: 5, endedAt: null })).toEqual([]);
  expect(await row()).toEqual([5, 8, 6]);
  // Silence was taken for its end, then it went on
  await save({ lastAt: now + 9, points: 7, endedAt: null });
  expect(await row()).toEqual([9, null, 7]);
  const stored = await fresh.db.prisma.anomaly.findUniqueOrThrow({ where: { id: anomaly({}).id } });
  expect(stored).toMatchObject({ peakValue: 0.1 + 0.2, peakLower: 1e-300, peakUpper: -1e300 });
});

test("states come back as they were, and dropping a pair ends what it had open", async () => {
  const state = { detectorId: "golden-errors", seriesId: 1, version: 2, upTo: now + 123 };
  const saved: SavedState[] = [{ ...state, state: { a: [0.1, 2], deep: { b: null } } }];
  // One of a detector that has gone is not an error
  await within((tx) =>
    saveStates(tx, encodeStates([...saved, { ...state, detectorId: "gone", state: {} }])),
  );
  const loaded: SavedState[] = [];
  await loadStates(fresh.db, (some) => loaded.push(...some));
  expect(loaded).toEqual(saved);
  await within((tx) =>
    saveAnomalies(tx, [anomaly({ id: "open", lastAt: now + 50 })], { news: false }),
  );
  await within((tx) => dropPairs(tx, [state]));
  const open = await fresh.db.prisma.anomaly.findUniqueOrThrow({ where: { id: "open" } });
  expect(open.endedAt?.getTime()).toBe(now + 50);
  expect(await fresh.db.prisma.detectorState.count()).toBe(0);
});
