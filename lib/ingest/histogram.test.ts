import { expect, test } from "vitest";
import { bucketQuantile } from "@/lib/series/latency-buckets";
import {
  exponentialBounds,
  exponentialBuckets,
  histogramQuantile,
  latencyBuckets,
  rebucket,
} from "./histogram";

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

test("quantiles by linear interpolation, as Prometheus computes them", () => {
  const h = { bounds: [10, 20, 40], counts: [0, 90, 10, 0] };
  expect(histogramQuantile(h, 0.5)).toBeCloseTo(15.5556, 4);
  expect(histogramQuantile(h, 0.95)).toBe(30);
  expect(histogramQuantile({ bounds: [10], counts: [5, 5] }, 0.99)).toBe(10);
  expect(histogramQuantile({ bounds: [10], counts: [0, 0] }, 0.5)).toBe(null);
  expect(histogramQuantile({ bounds: [], counts: [7] }, 0.5)).toBe(null);
});

test("moving counts into other bounds keeps their number and spreads them evenly", () => {
  const into = [0, 0, 0, 0];
  rebucket({ bounds: [10, 30], counts: [4, 8, 2] }, [5, 20, 40], into);
  // (0,10] gives 2 + 2, (10,30] gives 4 + 4, above 30 goes just above 30.
  expect(into).toEqual([2, 6, 6, 0]);
});

test("a latency histogram in seconds keeps its quantiles in milliseconds", () => {
  const buckets = latencyBuckets(
    { bounds: [0.005, 0.01, 0.025, 0.05], counts: [0, 0, 100, 0, 1] },
    1000,
  );
  expect(sum(buckets)).toBeCloseTo(101, 9);
  const p50 = bucketQuantile(buckets, 0.5) ?? 0;
  // 50.5 of the 100 evenly between 10 and 25 ms.
  expect(p50).toBeCloseTo(17.575, 6);
  expect(bucketQuantile(buckets, 0.999)).toBeGreaterThan(50);
});

test("an exponential histogram lands where its values were, whatever its scale", () => {
  for (const scale of [0, 3, 8]) {
    const index = Math.ceil(Math.log2(80) * 2 ** scale) - 1;
    const counts = exponentialBuckets({
      scale,
      zeroCount: 2,
      positive: { offset: index, counts: [100] },
      negative: { counts: [1] },
    });
    expect(sum(counts)).toBeCloseTo(103, 9);
    expect(counts[0]).toBe(3);
    const p50 = histogramQuantile({ bounds: exponentialBounds, counts }, 0.5) ?? 0;
    expect(p50).toBeGreaterThan(2 ** (index / 2 ** scale) / 1.2);
    expect(p50).toBeLessThan(2 ** ((index + 1) / 2 ** scale) * 1.2);
  }
});

test("values beyond the fixed bounds stay countable", () => {
  const counts = exponentialBuckets({
    scale: 0,
    zeroCount: 0,
    positive: { offset: -30, counts: [1, ...new Array<number>(58).fill(0), 1] },
    negative: { counts: [] },
  });
  expect([counts[0], counts.at(-1)]).toEqual([1, 1]);
});
