import { bucketQuantile } from "@/lib/series/latency-buckets";
import { seriesKey } from "@/lib/series/tags";
import type { DigestSample } from "./digest-metrics";
import { golden, windowMs } from "./model";
import { addBuckets } from "./request-window";

/** How much later than its interval an export may arrive before its sender counts as silent. */
export const slackMs = 1_500;
/** Assumed of a sender that has exported less than twice: OpenTelemetry's default interval. */
export const unknownIntervalMs = 60_000;
/** So long a service that has fallen silent is told to have 0 requests; then its series have a gap. */
export const silentMs = 300_000;

/** What is known of one instance of a service. */
export type InstanceProgress = {
  /** Start of its latest window: an export that reaches into a window has told all of those before it */
  latestStart: number;
  /** When its last export arrived, and how long it takes between two */
  arrivedMs: number;
  intervalMs: number;
};

/**
 * Up to where the windows of a service can be closed. A window is closed when every instance that still exports has told
 * all of it; an instance whose next export is overdue (interval + slack, 6.5 s for one that exports every 5 s) is not waited
 * for. When all are overdue, windows close that long after their end.
 */
export function closableUpTo(instances: readonly InstanceProgress[], nowMs: number): number {
  const align = (ms: number) => Math.floor(ms / windowMs) * windowMs;
  const alive = instances.filter((i) => nowMs - i.arrivedMs <= i.intervalMs + slackMs);
  if (alive.length > 0) return align(Math.min(nowMs, ...alive.map((i) => i.latestStart)));
  const patience = Math.max(...instances.map((i) => i.intervalMs)) + slackMs;
  return align(nowMs - patience);
}

export type WindowRow = {
  start: number;
  count: number;
  errors: number;
  buckets: readonly number[];
};

/**
 * The golden signals of a service for the windows in [fromMs, toMs), each at its window's end. `rows` must reach `silentMs`
 * further back. A window without rows has 0 requests while the service was heard of less than `silentMs` ago, else nothing;
 * the first window after nothing is left out, because it is known only in part.
 */
export function goldenSamples(
  service: string,
  rows: readonly WindowRow[],
  fromMs: number,
  toMs: number,
): DigestSample[] {
  const windows = new Map<number, { count: number; errors: number; buckets: readonly number[] }>();
  for (const { start, count, errors, buckets } of rows) {
    const sum = windows.get(start) ?? { count: 0, errors: 0, buckets: [] };
    windows.set(start, {
      count: sum.count + count,
      errors: sum.errors + errors,
      buckets: addBuckets(sum.buckets, buckets),
    });
  }
  const starts = [...windows.keys()].sort((a, b) => a - b);
  const samples: DigestSample[] = [];
  let next = 0;
  let heard = Number.NEGATIVE_INFINITY;
  for (let start = fromMs; start < toMs; start += windowMs) {
    for (; next < starts.length && (starts[next] as number) < start; next++)
      heard = starts[next] as number;
    if (start - heard > silentMs) continue;
    const sum = windows.get(start) ?? { count: 0, errors: 0, buckets: [] };
    const atMs = start + windowMs;
    samples.push(sample(golden.requests, service, "1/s", atMs, sum.count / (windowMs / 1000)));
    // Shares of requests spread over windows leave dust in the last digits.
    if (sum.count < 1e-6) continue;
    samples.push(sample(golden.errors, service, "", atMs, Math.min(1, sum.errors / sum.count)));
    for (const [metric, q] of quantiles) {
      const value = bucketQuantile(sum.buckets, q);
      if (value !== null) samples.push(sample(metric, service, "ms", atMs, value));
    }
  }
  return samples;
}

const quantiles = [
  [golden.p50, 0.5],
  [golden.p95, 0.95],
  [golden.p99, 0.99],
] as const;

function sample(
  metric: string,
  service: string,
  unit: string,
  atMs: number,
  value: number,
): DigestSample {
  const tags = { service };
  return { metric, tags, key: seriesKey(metric, tags), unit, atMs, value };
}
