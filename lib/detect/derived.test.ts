import { expect, test } from "vitest";
import { anomalyPoints, compareSides, foldSeries, type Side, windowEnd } from "./derived";

const side = (values: Record<string, number[]>, metric = "m"): Side => {
  const names = Object.keys(values);
  return {
    sources: names.map((name, i) => ({
      id: i + 1,
      metric,
      tags: { service: name.split("/")[0] ?? "", instance: name.split("/")[1] ?? "" },
    })),
    means: names.flatMap((name, i) =>
      (values[name] ?? []).map((value, k) => ({ id: i + 1, end: (k + 1) * 10, value })),
    ),
  };
};
const short = (points: ReturnType<typeof foldSeries>) =>
  points.map((p) => [p.tags.service ?? "all", p.at, p.value]);
const three = side({ "web/1": [1, 2], "web/2": [3], "db/1": [10, 20] });

test("series are folded by the tags that are asked for, window by window", () => {
  expect(short(foldSeries("sum", three, ["service"]))).toEqual([
    ["web", 10, 4],
    ["web", 20, 2],
    ["db", 10, 10],
    ["db", 20, 20],
  ]);
  expect(short(foldSeries("mean", three, []))).toEqual([
    ["all", 10, 14 / 3],
    ["all", 20, 11],
  ]);
  expect(short(foldSeries("max", three, [])).map((p) => p[2])).toEqual([10, 20]);
  expect(short(foldSeries("min", three, [])).map((p) => p[2])).toEqual([1, 2]);
  expect(short(foldSeries("count", three, [])).map((p) => p[2])).toEqual([3, 2]);
});

test("a series without one of the tags is in no group", () =>
  expect(foldSeries("sum", three, ["region"])).toEqual([]));

test("a ratio needs both sides, and enough below", () => {
  const errors = side({ "web/1": [1, 2, 3], "db/1": [5] });
  const requests = side({ "web/1": [10, 0, 4], "cache/1": [7] });
  expect(short(compareSides("ratio", errors, requests, ["service"]))).toEqual([
    ["web", 10, 0.1],
    ["web", 30, 0.75],
  ]);
  expect(short(compareSides("ratio", errors, requests, ["service"], 5))).toEqual([
    ["web", 10, 0.1],
  ]);
  expect(short(compareSides("difference", errors, requests, ["service"]))).toEqual([
    ["web", 10, -9],
    ["web", 20, 2],
    ["web", 30, -1],
  ]);
});

test("anomalies become 1 where they last, 0 where there was data, and nothing where there was none", () => {
  const watched = side({ "web/1": [1, 1, 1, 1] });
  const bouts = [{ id: 1, from: 15, to: 30, score: 4.2 }];
  expect(anomalyPoints("flag", watched, bouts, 10).map((p) => [p.at, p.value])).toEqual([
    [10, 0],
    [20, 1],
    [30, 1],
    [40, 0],
  ]);
  expect(anomalyPoints("score", watched, bouts, 10)[1]).toEqual({
    tags: { service: "web", instance: "1", of: "m" },
    at: 20,
    value: 4.2,
  });
});

test("a point at the end of a window is in it, one after it is in the next", () =>
  expect([0, 1, 10, 11].map((t) => windowEnd(t, 10))).toEqual([0, 10, 10, 20]));
