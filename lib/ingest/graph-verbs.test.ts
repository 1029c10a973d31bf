import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import { readSetting } from "../people/setting-store";
import { perform } from "../verb";
import {
  importSnapshot,
  keepSnapshot,
  pinService,
  removeSnapshot,
  resetLayout,
  setGroup,
  setObjective,
} from "./graph-verbs";
import { learnObjectives, loadLearned } from "./objective-store";
import { loadPins } from "./pin-store";
import {
  dropOldSnapshots,
  listSnapshots,
  loadSnapshot,
  makeHourlySnapshots,
  snapshotAt,
} from "./snapshot-store";

const hour = 3_600_000;
const now = Date.UTC(2026, 10, 22, 12, 30);
const noon = Date.UTC(2026, 10, 22, 12);
const ana = { kind: "user", id: "ana", name: "Ana", role: "editor" } as const;
const viewer = { ...ana, role: "viewer" } as const;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());
const tx = () => fresh.db.prisma;
const as = (actor: typeof ana | typeof viewer = ana) => ({ db: fresh.db, actor, now });

beforeEach(async () => {
  await fresh.db.pool.query(
    `TRUNCATE edge_windows, request_windows, graph_snapshots, graph_pins, learned_objectives, services CASCADE`,
  );
});

async function edge(path: string, at: number, calls: number, errors = 0) {
  const [caller, callee] = path.split(">");
  await fresh.db.prisma.edgeWindow.create({
    data: {
      caller: caller ?? "",
      callee: callee ?? "",
      start: new Date(at),
      calls,
      errors,
      sumMs: calls * 3,
      // 3 ms lies in the bucket that ends at 2^(7/4) ≈ 3.36 ms.
      buckets: Array.from({ length: 66 }, (_, i) => (i === 7 ? calls : 0)),
    },
  });
}

test("hours with calls are kept once; hours without, and the one that has not settled, are not", async () => {
  await edge("a>b", noon - 2 * hour, 30, 3);
  await edge("a>b", noon - 10_000, 7);
  await edge("a>b", noon + 10_000, 5);
  const ports = { pool: fresh.db.pool, tx: tx() };
  expect(await makeHourlySnapshots(ports, noon + 60_000)).toBe(1);
  expect(await makeHourlySnapshots(ports, now)).toBe(1);
  expect(await makeHourlySnapshots(ports, now)).toBe(0);
  const list = await listSnapshots(tx(), 100);
  expect(list.map((s) => [s.source, s.to - noon])).toEqual([
    ["hourly", 0],
    ["hourly", -hour],
  ]);
  const { body } = (await snapshotAt(tx(), noon - 1)) ?? { body: null };
  expect(body?.edges[0]).toMatchObject({ caller: "a", callee: "b", calls: 30, errors: 3 });
  // By linear interpolation inside the bucket from 2^(6/4) to 2^(7/4) ms.
  expect(body?.edges[0]?.p95).toBeCloseTo(2.828427 + 0.95 * (3.363586 - 2.828427), 5);
  // Before the first there is only the first.
  expect((await snapshotAt(tx(), noon - 9 * hour))?.to).toBe(noon - hour);
  await dropOldSnapshots(tx(), noon);
  expect(await listSnapshots(tx(), 100)).toHaveLength(1);
});

test("a person keeps a window under a name, and deletes it; hours cannot be deleted", async () => {
  await edge("a>b", noon, 12);
  const { id } = await perform(keepSnapshot, as(), {
    title: "before",
    from: noon,
    to: noon + hour,
  });
  expect((await loadSnapshot(tx(), id)).body.edges[0]?.calls).toBe(12);
  expect(await loadSnapshot(tx(), id)).toMatchObject({
    title: "before",
    source: "kept",
    by: "Ana",
  });
  await expect(
    perform(keepSnapshot, as(), { title: "x", from: noon - 9 * hour, to: noon - 8 * hour }),
  ).rejects.toThrow("Nothing was counted in that time");
  await expect(
    perform(keepSnapshot, as(viewer), { title: "x", from: noon, to: noon + hour }),
  ).rejects.toThrow("needs the role");
  await perform(removeSnapshot, as(), { id });
  await expect(loadSnapshot(tx(), id)).rejects.toThrow("no such snapshot");
  await makeHourlySnapshots({ pool: fresh.db.pool, tx: tx() }, noon + 2 * hour);
  const [made] = await listSnapshots(tx(), 9);
  await expect(perform(removeSnapshot, as(), { id: made?.id })).rejects.toThrow("Only snapshots");
});

test("a graph of Haystack is imported and never answers for our own past", async () => {
  const graph: unknown = JSON.parse(
    readFileSync(`${import.meta.dirname}/fixtures/haystack-service-graph.json`, "utf8"),
  );
  const { id, services, edges } = await perform(importSnapshot, as(), {
    title: "Haystack",
    format: "haystack",
    graph,
  });
  expect([services, edges]).toEqual([77, 120]);
  expect((await loadSnapshot(tx(), id)).body.nodes).toHaveLength(77);
  expect(await snapshotAt(tx(), now)).toBeNull();
  await expect(
    perform(importSnapshot, as(), { title: "x", format: "haystack", graph: { edges: [{}] } }),
  ).rejects.toThrow();
});

test("an objective and a group are a person's word until taken back; of two at once none is lost", async () => {
  await Promise.all([
    perform(setObjective, as(), { service: "a", objective: { errors: 0.02, p95Ms: 300 } }),
    perform(setGroup, as(), { service: "a", group: "shop" }),
    perform(setGroup, as(), { service: "b", group: "shop" }),
  ]);
  expect((await readSetting(tx(), "graph")).services).toEqual({
    a: { objective: { errors: 0.02, p95Ms: 300 }, group: "shop" },
    b: { group: "shop" },
  });
  await perform(setObjective, as(), { service: "a", objective: null });
  await perform(setGroup, as(), { service: "a", group: null });
  expect((await readSetting(tx(), "graph")).services).toEqual({ b: { group: "shop" } });
  await expect(
    perform(setObjective, as(), { service: "a", objective: { errors: 1.5, p95Ms: null } }),
  ).rejects.toThrow();
});

test("where a service was put is so for everybody, until the layout is reset", async () => {
  await perform(pinService, as(), { service: "a", x: 10, y: 20 });
  await perform(pinService, as(), { service: "a", x: 11, y: 21 });
  expect(await loadPins(tx())).toEqual({ a: { x: 11, y: 21 } });
  expect(await perform(resetLayout, as(), {})).toEqual({ removed: 1 });
  expect(await loadPins(tx())).toEqual({});
});

test("objectives are learned from a week of golden signals, of those without from their callers' hours", async () => {
  await fresh.db.prisma.service.createMany({
    data: [
      { name: "a", kind: "instrumented" },
      { name: "db", kind: "external" },
    ],
  });
  for (const [metric, value] of [
    ["service.errors", 0.01],
    ["service.latency.p95", 100],
  ] as const) {
    const { id } = await fresh.db.prisma.series.create({
      data: { key: `${metric}{a}`, metric, tags: { service: "a" }, service: "a" },
    });
    // 30 hours back, within the partitions of yesterday and today.
    await fresh.db.pool.query(
      `INSERT INTO samples (series_id, time, value) SELECT $1, to_timestamp($2::float8 / 1000) - n * interval '10 minutes', $3 FROM generate_series(1, 180) n`,
      [id, noon, value],
    );
  }
  for (let h = 1; h <= 24; h++) await edge("a>db", noon - h * hour, 100, 2);
  await makeHourlySnapshots({ pool: fresh.db.pool, tx: tx() }, now);
  expect(await learnObjectives(fresh.db.pool, now)).toBe(2);
  const learned = await loadLearned(fresh.db.pool);
  expect(learned.get("a")).toEqual({ errors: 0.02, p95Ms: 150 });
  expect(learned.get("db")).toEqual({ errors: 0.04, p95Ms: 5.1 });
  // Known for a day.
  expect(await learnObjectives(fresh.db.pool, now + 2 * hour)).toBe(0);
});
