import { expect, test } from "vitest";
import { downsample } from "./downsample";

const times = (n: number) => Array.from({ length: n }, (_, i) => i);

test("few points are all kept", () => {
  expect(downsample(times(3), [1, 2, 3], 10)).toEqual([0, 1, 2]);
});

test("one spike among ten thousand points survives", () => {
  const values = times(10_000).map((i) => (i === 7_777 ? 99 : 1));
  const kept = downsample(times(10_000), values, 200);
  expect(kept).toContain(7_777);
  expect(kept.length).toBeLessThanOrEqual(202);
});

test("each span keeps its lowest and its highest in order of time", () => {
  expect(downsample(times(8), [5, 9, 1, 5, 2, 2, 8, 3], 4)).toEqual([1, 2, 4, 6]);
});

test("a hole stays a hole", () => {
  const values = times(100).map((i) => (i >= 40 && i < 60 ? Number.NaN : 1));
  const kept = downsample(times(100), values, 20);
  expect(kept.filter((i) => Number.isNaN(values[i])).length).toBeGreaterThan(0);
});
