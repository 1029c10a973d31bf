import { z } from "zod";
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

/** How a situation ended. */
export const resolutions = [
  "recovered",
  "cleared",
  "by-hand",
  "merged",
  "discarded",
  "faded",
] as const;
export type Resolution = (typeof resolutions)[number];

/** One reason why an anomaly belongs to a situation, with the arithmetic shown. */
export type Why = {
  reason: "time" | "graph" | "change" | "history" | "same-series" | "person";
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

/** Since when a situation counts: since what a person says, else since its first member began. */
export const beganAt = <T>(row: { onsetAt: T; saidOnsetAt: T | null }): T =>
  row.saidOnsetAt ?? row.onsetAt;

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

/** What makes a situation, as people set it. Defaults are what the measurements in docs/situations-measured.md were made with. */
export const groupingRules = z.object({
  openBar: z.number().min(0.3).max(0.99).default(0.6).meta({
    title: "Open a situation from",
    description:
      "Evidence, 0–1. One strong anomaly is 0.80, a weak golden signal 0.45, another weak one 0.30.",
  }),
  candidateBar: z.number().min(0.1).max(0.99).default(0.5).meta({
    title: "Show a candidate from",
    description: "Evidence below the bar above that is shown for somebody to confirm or discard.",
  }),
  reopenMs: z.number().int().min(0).max(3_600_000).default(180_000).meta({
    title: "Open again within",
    description:
      "The same signal breaking again so soon after it cleared opens the old situation again.",
    unit: "ms",
  }),
  ageCapMs: z
    .number()
    .int()
    .min(600_000)
    .max(7 * 86_400_000)
    .default(86_400_000)
    .meta({
      title: "Takes no more members after",
      description: "What begins later is a situation of its own.",
      unit: "ms",
    }),
  flapsAnHour: z.number().int().min(2).max(60).default(4).meta({
    title: "Flapping from",
    description:
      "A series that broke so often within an hour is recorded but opens nothing by itself.",
    unit: "times an hour",
  }),
});
export type GroupingRules = z.infer<typeof groupingRules>;
export const usualRules: GroupingRules = groupingRules.parse({});

/** Series per second that count what people do: bookings, orders, payments. */
export const businessSeries = z.object({
  business: z
    .array(
      z.object({
        name: z.string().trim().min(2).max(60),
        /** Tag expression */
        target: z.string().trim().min(1).max(500),
      }),
    )
    .max(10),
});

/** What labels and verified recoveries say for and against; see `leaning`. */
export type Learned = { plus: number; minus: number };

/** How far people may move a weight, either way. */
export const mostLearned = 0.6;

/**
 * What is learned as one number: (plus − minus) / (plus + minus + 2), at most ±0.6. The 2 is a prior of one for and one
 * against: a single label moves a weight by a third, many cannot move it beyond the bound.
 */
export const leaning = ({ plus, minus }: Learned): number =>
  Math.max(-mostLearned, Math.min(mostLearned, (plus - minus) / (plus + minus + 2)));

/** A pair of services, whichever is named first, as one key. */
export const pairKey = (a: string, b: string): string => (a < b ? `${a}\n${b}` : `${b}\n${a}`);
