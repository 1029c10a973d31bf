import { expect, test } from "vitest";
import { bucketOf, emptyBuckets } from "../series/latency-buckets";
import { simulateHistory } from "./history";
import { smoothBuckets } from "./smooth-buckets";

const minute = 60_000;
const fromMs = Date.UTC(2026, 10, 1);
const latency = emptyBuckets();
latency[bucketOf(50)] = 1;
const input = {
  profiles: [
    { service: "gateway", errorRatio: 0.004, latency },
    { service: "pricing", errorRatio: 0.001, latency },
  ],
  visits: [{ perSecond: 10, requests: { gateway: 1, pricing: 2 } }],
  fromMs,
  toMs: fromMs + 7 * 24 * 60 * minute,
  stepMs: minute,
  seed: 1,
};
const mean = (values: Float64Array | undefined) =>
  values ? values.reduce((a, b) => a + b, 0) / values.length : Number.NaN;

test("a week has the rates, error ratios and latencies of the profile", () => {
  const [gateway, pricing] = [...simulateHistory(input)];
  expect(gateway?.times).toHaveLength(10_080);
  expect(mean(gateway?.values.get("service.requests"))).toBeCloseTo(10, 0);
  expect(mean(pricing?.values.get("service.requests"))).toBeCloseTo(20, 0);
  expect(mean(gateway?.values.get("service.errors"))).toBeCloseTo(0.004, 3);
  expect(mean(pricing?.values.get("service.errors"))).toBeCloseTo(0.001, 3);
  expect(mean(gateway?.values.get("service.latency.p95"))).toBeGreaterThan(45);
  expect(mean(gateway?.values.get("service.latency.p95"))).toBeLessThan(54);
});

test("services of one visit move together, and the same seed gives the same history", () => {
  const short = { ...input, toMs: fromMs + 200 * minute };
  const first = [...simulateHistory(short)];
  const again = [...simulateHistory(short)];
  expect(again).toEqual(first);
  const gateway = first[0]?.values.get("service.requests") ?? [];
  const pricing = first[1]?.values.get("service.requests") ?? [];
  for (let i = 0; i < 100; i++) expect(pricing[i]).toBeCloseTo(2 * (gateway[i] ?? 0), 9);
});

test("a window without a request has a rate of zero and gaps for the rest", () => {
  const quiet = { ...input, visits: [{ perSecond: 0, requests: { gateway: 1 } }] };
  const [gateway] = [...simulateHistory({ ...quiet, toMs: fromMs + minute })];
  expect([...(gateway?.values ?? [])].map(([metric, v]) => [metric, v[0]])).toEqual([
    ["service.requests", 0],
    ["service.errors", Number.NaN],
    ["service.latency.p50", Number.NaN],
    ["service.latency.p95", Number.NaN],
    ["service.latency.p99", Number.NaN],
  ]);
});

test("smoothing keeps the whole, the middle and the spread, and fills holes between few measurements", () => {
  const few = emptyBuckets();
  for (const ms of [20, 28, 40, 40, 57, 80]) few[bucketOf(ms)] = (few[bucketOf(ms)] ?? 0) + 1;
  const shares = smoothBuckets(few);
  expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  const middles = shares.map((_, i) => (i - 0.5) / 4);
  const center = middles.reduce((sum, x, i) => sum + x * (shares[i] ?? 0), 0);
  const spread = Math.sqrt(
    middles.reduce((sum, x, i) => sum + (x - center) ** 2 * (shares[i] ?? 0), 0),
  );
  expect(2 ** center).toBeGreaterThan(38);
  expect(2 ** center).toBeLessThan(45);
  expect(spread).toBeGreaterThan(0.55);
  expect(spread).toBeLessThan(0.75);
  expect(shares[bucketOf(33)]).toBeGreaterThan(0.05);
  expect(smoothBuckets(emptyBuckets()).every((share) => share === 0)).toBe(true);
});
