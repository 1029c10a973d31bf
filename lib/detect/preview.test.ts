import { expect, test } from "vitest";
import { series } from "@/lib/series/notation";
import { counts, type DetectorSettings } from "./model";
import { bandLevels, foldBand, preview } from "./preview";

const start = Date.UTC(2026, 10, 22);
const everyMs = 10_000;
const at = (i: number) => start + i * everyMs;
const points = (notation: string) => {
  const values = series(notation);
  return { times: values.map((_, i) => at(i)), values };
};
const above = (what: Partial<DetectorSettings["counts"]> = {}): DetectorSettings => ({
  algorithm: "constant-threshold",
  params: { weakUpper: 10, strongUpper: 20 },
  counts: counts.parse(what),
  target: "metric",
});

test("counts what would have been raised, and how often a week", () => {
  const { anomalies, summary, band } = preview({
    settings: above(),
    points: points("1x60 15x3 1x60 30x2 1x4195"),
  });
  expect(anomalies.map((a) => [a.level, a.startedAt, a.lastAt, a.endedAt, a.points])).toEqual([
    ["WEAK", at(60), at(62), at(63), 3],
    ["STRONG", at(123), at(124), at(125), 2],
  ]);
  expect(summary).toMatchObject({
    from: at(0),
    to: at(4319),
    points: 4320,
    anomalies: 2,
    strong: 1,
  });
  expect(summary.perDay).toBeCloseTo(4, 2);
  expect(summary.perWeek).toBeCloseTo(28, 1);
  expect([...band.levels.subarray(59, 65)].map((l) => bandLevels[l])).toEqual([
    "NORMAL",
    "WEAK",
    "WEAK",
    "WEAK",
    "NORMAL",
    "NORMAL",
  ]);
  expect([band.upper[0], band.lower[0]]).toEqual([10, Number.NaN]);
});

test("points before the range are learned from and raise nothing", () => {
  const { anomalies, summary } = preview({
    settings: above(),
    points: points("30x10 1x10 30x10"),
    from: at(15),
  });
  expect(anomalies.map((a) => a.startedAt)).toEqual([at(20)]);
  expect(summary).toMatchObject({ from: at(15), points: 15 });
});

test("without traffic nothing counts", () => {
  const settings = above({ minTraffic: { metric: "service.requests", atLeast: 5 } });
  const it = points("1x10 30x10 1x10 30x10 1x10");
  const started = (traffic: string | null) =>
    preview({
      settings,
      points: it,
      traffic: traffic === null ? null : points(traffic),
    }).anomalies.map((a) => a.startedAt);
  expect(started("9x50")).toEqual([at(10), at(30)]);
  expect(started("9x25 1x25")).toEqual([at(10)]);
  expect(started(null)).toEqual([]);
});

test("the band alone is the band of the preview", () => {
  const it = points("5x30 6x30 _x5 9x30 50x3 9x40");
  const settings = { ...above(), algorithm: "ewma", params: {} };
  expect(foldBand(settings, it)).toEqual(preview({ settings, points: it }).band);
});

test("settings that cannot run are refused with a reason", () => {
  const of = (change: Partial<DetectorSettings>) => () =>
    preview({ settings: { ...above(), ...change }, points: points("1x3") });
  expect(of({ algorithm: "toString" })).toThrow('There is no algorithm "toString"');
  expect(of({ algorithm: "ewma", params: { alpha: 7 } })).toThrow("alpha");
  expect(of({ counts: counts.parse({ m: 4, n: 3 }) })).toThrow("At least 4 of the last 3");
});

test("ten thousand points are previewed within a second", () => {
  const n = 10_000;
  const values = Array.from(
    { length: n },
    (_, i) => 50 + 10 * Math.sin(i / 500) + ((i * 7919) % 97) / 97,
  );
  const started = performance.now();
  preview({
    settings: { ...above(), algorithm: "universal", params: {} },
    points: { times: values.map((_, i) => at(i)), values },
  });
  expect(performance.now() - started).toBeLessThan(1000);
});
