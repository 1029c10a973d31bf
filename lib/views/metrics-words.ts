import { golden, logMetrics } from "../ingest/model";
import type { Tags } from "../series/tags";

const names: Readonly<Record<string, string>> = {
  [golden.requests]: "Requests",
  [golden.errors]: "Failed share",
  [golden.p50]: "Latency p50",
  [golden.p95]: "Latency p95",
  [golden.p99]: "Latency p99",
  [logMetrics.messages]: "Log messages",
  [logMetrics.pattern]: "Log pattern",
};

/** What people call a metric: the golden signals by name, others by their own. */
export const metricTitle = (metric: string): string => names[metric] ?? metric;

/** Tags that tell series of one service and metric apart, in one line: `region=eu, pool=rates`. */
export const tagWords = (tags: Tags): string =>
  Object.entries(tags)
    .filter(([name]) => name !== "service")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
