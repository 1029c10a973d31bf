import { expect, test } from "vitest";
import { series } from "@/lib/series/notation";
import type { ChartAnomaly } from "./chart-data";
import { anomalyMarks, chartRows, nearestRow } from "./prepare-rows";

const points = (notation: string) =>
  series(notation).map((v, i) => ({ t: i * 10, value: Number.isNaN(v) ? null : v }));
const run = (over: Partial<ChartAnomaly>): ChartAnomaly => ({
  id: "a",
  level: "STRONG",
  startedAt: 20,
  endedAt: 40,
  peakAt: 30,
  peakValue: 9,
  ...over,
});

test("a gap stays a gap", () => {
  const rows = chartRows(points("1x2 _ 1x2"), [], { now: 100 });
  expect(rows.map((r) => r.value)).toEqual([1, 1, null, 1, 1]);
});

test("points far apart are not joined", () => {
  const sparse = [0, 10, 20, 30, 200, 210].map((t) => ({ t, value: 1 }));
  const rows = chartRows(sparse, [], { now: 300 });
  expect(rows.map((r) => [r.t, r.value])).toContainEqual([115, null]);
});

test("a run recolours the line from the point before its start to its end", () => {
  const rows = chartRows(points("1x2 9x3 1x2"), [run({})], { now: 100 });
  expect(rows.map((r) => r.strong)).toEqual([undefined, 1, 9, 9, 9, undefined, undefined]);
});

test("inside a run each point's own level chooses the colour", () => {
  const levels = ["NORMAL", "NORMAL", "WEAK", "STRONG", "NORMAL"] as const;
  const judged = points("1x2 5 9 1").map((p, i) => ({
    ...p,
    level: levels[i] ?? ("NORMAL" as const),
  }));
  const rows = chartRows(judged, [run({})], { now: 100 });
  expect(rows.map((r) => r.weak)).toEqual([undefined, 1, 5, undefined, undefined]);
  expect(rows.map((r) => r.strong)).toEqual([undefined, undefined, 5, 9, undefined]);
});

test("an open run is coloured to the end", () => {
  const rows = chartRows(points("1x2 9x2"), [run({ endedAt: null })], { now: 100 });
  expect(rows.at(-1)?.strong).toBe(9);
});

test("what is expected after now continues the line dashed without a hole", () => {
  const ahead = [0, 10, 20, 30].map((t) => ({ t, value: t <= 10 ? 1 : null, expected: 5 }));
  const rows = chartRows(ahead, [], { now: 10 });
  expect(rows.map((r) => r.expected)).toEqual([5, 5, undefined, undefined]);
  expect(rows.map((r) => r.ahead)).toEqual([undefined, 5, 5, 5]);
});

test("a one-sided bound makes a band from the expected value", () => {
  const rows = chartRows([{ t: 0, value: 1, expected: 2, upper: 4 }], [], { now: 0 });
  expect(rows[0]?.band).toEqual([2, 4]);
});

test("a WEAK run has a circle at its first point and a STRONG one a diamond at its peak", () => {
  const rows = chartRows(points("1x2 7 9 8 1"), [], { now: 100 });
  expect(anomalyMarks(rows, [run({ id: "w", level: "WEAK" }), run({ id: "s" })])).toEqual([
    { id: "w", shape: "circle", t: 20, value: 7 },
    { id: "s", shape: "diamond", t: 30, value: 9 },
  ]);
});

test("the nearest row skips gaps", () => {
  const rows = chartRows(points("1 _x2 4 5"), [], { now: 100 });
  expect(nearestRow(rows, 19)?.value).toBe(4);
  expect(nearestRow(rows, 4)?.value).toBe(1);
});
