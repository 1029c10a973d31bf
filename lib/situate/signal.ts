import type { Anomaly } from "@/lib/detect/model";
import { golden } from "@/lib/ingest/model";

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
