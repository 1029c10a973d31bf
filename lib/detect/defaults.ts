import { golden, logMetrics } from "@/lib/ingest/model";
import { defaultDetector } from "./detectors";
import { type Counts, counts, type DetectorSettings } from "./model";

type Shipped = { id: string; title: string; settings: DetectorSettings };

const shipped = (
  id: string,
  title: string,
  metric: string,
  what: Partial<Counts>,
  params: Record<string, unknown> = {},
): Shipped => ({
  id,
  title,
  settings: {
    algorithm: defaultDetector,
    params,
    counts: counts.parse(what),
    target: `metric = ${metric}`,
  },
});

/**
 * What every service is watched with from its first request on. Two of three windows (10 s each) must be off, so that
 * a single odd window wakes nobody; a service that hardly anybody calls has no meaningful error ratio. Latency counts from
 * half as much again and 50 ms on: less is what a busy host does to any service, and nobody gets up for it. Error logs
 * count from five more than expected in a window.
 */
export const shippedDetectors: readonly Shipped[] = [
  shipped("golden-requests", "Request rate is unusual", golden.requests, {
    direction: "both",
    minAbsolute: 0.5,
    minRelative: 0.25,
    m: 2,
    n: 3,
  }),
  shipped("golden-errors", "Error ratio is too high", golden.errors, {
    direction: "above",
    minAbsolute: 0.02,
    m: 2,
    n: 3,
    minTraffic: { metric: golden.requests, atLeast: 0.5 },
  }),
  shipped("golden-latency", "95th percentile latency is too high", golden.p95, {
    direction: "above",
    minAbsolute: 50,
    minRelative: 0.5,
    m: 2,
    n: 3,
    minTraffic: { metric: golden.requests, atLeast: 0.5 },
  }),
  shipped(
    "log-errors",
    "Error logs are too many",
    `${logMetrics.messages} AND (severity = error OR severity = fatal)`,
    { direction: "above", minAbsolute: 0.5, minRelative: 0.5, m: 2, n: 3 },
  ),
];
