import type { Anomaly } from "../detect/model";
import { golden } from "../ingest/model";

export const severities = ["critical", "high", "low"] as const;
export type Severity = (typeof severities)[number];

/** What happens next with a situation; what the list is grouped by. */
export const steps = [
  "diagnosing",
  "decide",
  "executing",
  "verifying",
  "watching",
  "blocked",
  "done",
] as const;
export type Step = (typeof steps)[number];

/** One reason why an anomaly belongs to a situation, with the arithmetic shown. */
export type Why = {
  reason: "time" | "graph" | "change" | "same-series";
  says: string;
  weight: number;
};

/** Measured on the entry service (the member that nobody in the situation calls) over the situation so far. */
export type Impact = {
  entry: string | null;
  /** Share of requests failing now, 0–1 */
  failingRatio: number | null;
  /** What is usual, 0–1 */
  usualRatio: number | null;
  /** Requests failed above the usual since onset */
  requestsLost: number | null;
};

/** How people write a situation's id. */
export const situationName = (id: number): string => `S-${id}`;

/** What a metric tells about a service; p50, p95 and p99 are one signal, not three. */
export type Signal = "errors" | "latency" | "requests" | "other";

export const signalOf = (metric: string): Signal => {
  if (metric === golden.errors) return "errors";
  if (metric === golden.requests) return "requests";
  return metric === golden.p50 || metric === golden.p95 || metric === golden.p99
    ? "latency"
    : "other";
};

/** Fewer errors or faster answers are odd but hurt nobody: such an anomaly may join, it never opens a situation. */
export const isAdverse = (a: Pick<Anomaly, "metric" | "direction">): boolean => {
  const signal = signalOf(a.metric);
  return !((signal === "errors" || signal === "latency") && a.direction === "below");
};
