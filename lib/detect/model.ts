import { z } from "zod";

/** NORMAL < WEAK < STRONG; UNKNOWN while warming up or without data. */
export type Level = "NORMAL" | "WEAK" | "STRONG" | "UNKNOWN";

/**
 * What a detector says of one point. One object is reused for a whole run: copy it to keep it.
 * `score` is −log10 of the tail probability that the detector gives to a deviation at least this large (0 = ordinary,
 * 3 = one in a thousand), so scores of different detectors can be compared. Bounds are NaN where there are none.
 */
export type Verdict = {
  level: Level;
  score: number;
  expected: number;
  weakLower: number;
  weakUpper: number;
  strongLower: number;
  strongUpper: number;
};

export const newVerdict = (): Verdict => ({
  level: "UNKNOWN",
  score: 0,
  expected: Number.NaN,
  weakLower: Number.NaN,
  weakUpper: Number.NaN,
  strongLower: Number.NaN,
  strongUpper: Number.NaN,
});

/** What counts: which verdicts become anomalies. The detector itself never sees these. */
export const counts = z.object({
  direction: z
    .enum(["above", "below", "both"])
    .default("both")
    .meta({ title: "Direction", description: "Which side of the expected value counts." }),
  minAbsolute: z.number().min(0).default(0).meta({
    title: "Ignore unless off by",
    description: "Smallest distance from the expected value that counts, in the series' unit.",
  }),
  minRelative: z.number().min(0).default(0).meta({
    title: "Ignore unless off by a share of",
    description:
      "Smallest distance from the expected value that counts, as a share of it (0.2 = 20 %).",
  }),
  m: z.number().int().min(1).max(60).default(1).meta({
    title: "At least",
    description: "How many of the last N points must be anomalous before an anomaly opens.",
  }),
  n: z.number().int().min(1).max(60).default(1).meta({
    title: "of the last",
    description: "How many points are looked at.",
  }),
  minTraffic: z
    .object({ metric: z.string(), atLeast: z.number().min(0) })
    .nullable()
    .default(null)
    .meta({
      title: "Only with traffic",
      description:
        "A series of the same service that must be at least this high, such as requests per second.",
    }),
  closeAfter: z.number().int().min(1).max(60).default(3).meta({
    title: "Close after",
    description: "An open anomaly closes after this many ordinary points in a row.",
    unit: "points",
  }),
});
export type Counts = z.infer<typeof counts>;

/** A detector's settings as saved in one version. */
export const detectorSettings = z.object({
  algorithm: z.string(),
  params: z.record(z.string(), z.unknown()),
  counts,
  /** Tag expression; see lib/series/expression.ts */
  target: z.string().min(1),
});
export type DetectorSettings = z.infer<typeof detectorSettings>;

/** Why a detector records but does not page: it is new, a person said so, or most of its labels said so. */
export const distrustKinds = ["new", "marked", "precision"] as const;
export type Distrust = { kind: (typeof distrustKinds)[number]; why: string };

/** How a bulk rule came to the settings of a version. */
export const trained = z.object({
  /** Of all that the rule asks for: another recipe means that it has to be trained again */
  recipe: z.string(),
  trainer: z.string(),
  /** Epoch ms of the history that it was trained on */
  from: z.number(),
  to: z.number(),
  points: z.number().int(),
});
export type Trained = z.infer<typeof trained>;

export type Anomaly = {
  id: string;
  seriesId: number;
  detectorId: string;
  detectorVersion: number;
  service: string | null;
  metric: string;
  level: "WEAK" | "STRONG";
  direction: "above" | "below";
  /** Epoch ms */
  startedAt: number;
  lastAt: number;
  /** null while open */
  endedAt: number | null;
  points: number;
  peakAt: number;
  peakValue: number;
  peakExpected: number | null;
  peakLower: number | null;
  peakUpper: number | null;
  peakScore: number;
  /** Why it is recorded but does not page, or null */
  muted: string | null;
};
