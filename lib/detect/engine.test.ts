import { expect, test } from "vitest";
import { type Definition, Engine, type EngineSeries } from "./engine";
import { type Counts, counts } from "./model";
import { runSettings } from "./run-settings";

const minute = (i: number) => Date.UTC(2026, 10, 22) + i * 10_000;

const definition = (
  id: string,
  target: string,
  { version = 1, ...what }: Partial<Counts> & { version?: number } = {},
): Definition => ({
  target,
  settings: runSettings(id, version, {
    algorithm: "constant-threshold",
    params: { weakUpper: 10 },
    counts: counts.parse({ closeAfter: 1, ...what }),
  }),
});
const one = (id: number, metric: string, service: string | null = null): EngineSeries => ({
  id,
  metric,
  service,
  tags: service === null ? {} : { service },
});

/** Takes points as one record; whatever has to learn first is trained on nothing at once. */
function feed(engine: Engine, i: number, points: Record<number, number>, partition = 0) {
  const ids = Int32Array.from(Object.keys(points), Number);
  const times = new Float64Array(ids.length).fill(minute(i));
  const values = Float64Array.from(Object.values(points));
  engine.accept([
    { points: { ids, times, values }, partition, next: (engine.next[partition] ?? 0) + 1 },
  ]);
  train(engine);
}
const train = (engine: Engine) => {
  for (const t of engine.takeTrainings()) t.slot.takeOver(t, t.slot.newRun(t.settings));
};
const found = (engine: Engine) =>
  engine
    .takeAnomalies()
    .anomalies.map((a) => `${a.detectorId} ${a.seriesId} v${a.detectorVersion}`);

test("detectors meet series whichever is there first", () => {
  const engine = new Engine([0]);
  engine.addSeries([one(1, "a")]);
  engine.define([definition("d", "metric = a"), definition("e", "metric = b")]);
  engine.addSeries([one(2, "b"), one(3, "c")]);
  feed(engine, 0, { 1: 50, 2: 50, 3: 50, 99: 50 });
  expect(found(engine).sort()).toEqual(["d 1 v1", "e 2 v1"]);
  expect([engine.runs, engine.stats]).toEqual([2, { points: 4, late: 0, unknown: 1, verdicts: 2 }]);
});

test("many records at once find what they find one by one, traffic and all", () => {
  const records = Array.from({ length: 40 }, (_, i) => ({
    points: {
      ids: Int32Array.of(1, 2, 3),
      times: new Float64Array(3).fill(minute(i)),
      values: Float64Array.of(i % 7 === 5 ? 50 : 1, i % 11 === 3 ? 50 : 1, i % 3 === 0 ? 9 : 1),
    },
    partition: 0,
    next: i + 1,
  }));
  const all = (size: number) => {
    const engine = new Engine([0]);
    const minTraffic = { metric: "rate", atLeast: 5 };
    engine.define([definition("d", "metric = a", { minTraffic }), definition("e", "metric = b")]);
    engine.addSeries([one(1, "a", "shop"), one(2, "b", "shop"), one(3, "rate", "shop")]);
    for (let i = 0; i < records.length; i += size) {
      engine.accept(records.slice(i, i + size));
      train(engine);
    }
    const { anomalies } = engine.takeAnomalies();
    return [anomalies.sort((a, b) => a.id.localeCompare(b.id)), engine.next, engine.stats];
  };
  expect(all(40)).toEqual(all(1));
  expect((all(40)[0] as unknown[]).length).toBeGreaterThan(3);
});

test("traffic that is gone through before a series' first point is not lost to it", () => {
  const engine = new Engine([0]);
  engine.define([definition("d", "metric = a", { minTraffic: { metric: "rate", atLeast: 5 } })]);
  engine.addSeries([one(1, "rate", "shop"), one(2, "a", "shop")]);
  const records = Array.from({ length: 10 }, (_, i) => ({
    points: {
      ids: Int32Array.of(1, 2),
      times: new Float64Array(2).fill(minute(i)),
      values: Float64Array.of(9, i === 4 ? 50 : 1),
    },
    partition: 0,
    next: i + 1,
  }));
  engine.accept(records);
  train(engine);
  expect(engine.takeAnomalies().anomalies.map((a) => a.startedAt)).toEqual([minute(4)]);
});

test("an edited target drops what it no longer matches and takes up what it now does", () => {
  const engine = new Engine([0]);
  engine.addSeries([one(1, "a"), one(2, "b"), one(3, "c")]);
  engine.define([definition("d", "metric = a OR metric = b"), definition("gone", "metric = c")]);
  feed(engine, 0, { 1: 1, 2: 1, 3: 50 });
  const dropped = engine.define([definition("d", "metric = b OR metric = c", { version: 2 })]);
  expect(dropped).toEqual([
    { detectorId: "d", seriesId: 1 },
    { detectorId: "gone", seriesId: 3 },
  ]);
  // What a dropped run had found and not told is told no more: it would never be closed
  expect(found(engine)).toEqual([]);
  train(engine);
  feed(engine, 1, { 1: 50, 2: 50, 3: 50 });
  expect(found(engine).sort()).toEqual(["d 2 v2", "d 3 v2"]);
  expect(engine.define([definition("d", "metric = b OR metric = c", { version: 2 })])).toEqual([]);
});

test("offsets are held before the first point of a run that still learns, and let go after", () => {
  const engine = new Engine([5, 7]);
  engine.addSeries([one(1, "a")]);
  engine.define([definition("d", "metric = a")]);
  const point = (i: number) => ({
    points: {
      ids: Int32Array.of(1),
      times: Float64Array.of(minute(i)),
      values: Float64Array.of(i < 2 ? 1 : 50),
    },
    partition: 0,
    next: 6 + i,
  });
  const nothing = { ids: new Int32Array(), times: new Float64Array(), values: new Float64Array() };
  engine.accept([{ points: nothing, partition: 1, next: 8 }]);
  engine.accept([0, 1, 2].map(point));
  expect([engine.next, engine.safeOffsets()]).toEqual([
    [8, 8],
    [5, 8],
  ]);
  expect([engine.found, engine.takeDirty()]).toEqual(["nothing", []]);
  train(engine);
  expect([engine.safeOffsets(), engine.found]).toEqual([[8, 8], "news"]);
  expect(engine.takeDirty()).toHaveLength(1);
});

test("the traffic gate finds its companion in the same service, also one that appears later", () => {
  const engine = new Engine([0, 0]);
  const minTraffic = { metric: "rate", atLeast: 5 };
  engine.define([definition("d", "metric = a", { minTraffic })]);
  engine.addSeries([one(1, "a", "shop"), one(2, "a", "till"), one(3, "rate", "shop")]);
  feed(engine, 0, { 1: 50, 2: 50 });
  feed(engine, 0, { 3: 9 }, 1);
  expect(found(engine)).toEqual(["d 1 v1"]);
  engine.addSeries([one(4, "rate", "till"), one(5, "rate", "till")]);
  feed(engine, 1, { 2: 50, 4: 9, 5: 1 });
  expect(found(engine)).toEqual(["d 2 v1"]);
  feed(engine, 2, { 1: 50, 2: 1, 3: 1, 4: 9 });
  expect(engine.takeAnomalies().anomalies.map((a) => [a.seriesId, a.points, a.endedAt])).toEqual([
    [2, 1, minute(2)],
    [1, 1, minute(2)],
  ]);
});

test("ten thousand series meet a thousand detectors within seconds", () => {
  const engine = new Engine([0]);
  const series = Array.from({ length: 10_000 }, (_, i) => one(i + 1, `m${i % 10}`, `s${i % 1000}`));
  const started = performance.now();
  engine.define(
    Array.from({ length: 1000 }, (_, i) =>
      definition(`d${i}`, `metric = m${i % 10} AND service = s${i}`),
    ),
  );
  engine.addSeries(series);
  expect(engine.runs).toBe(10_000);
  expect(performance.now() - started).toBeLessThan(5000);
});
