import { z } from "zod";
import { changeKind } from "@/lib/ingest/model";

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
  /** Of a detector made of several: the names of those that called the point anomalous, "a, b"; empty otherwise */
  by: string;
};

export const newVerdict = (): Verdict => ({
  level: "UNKNOWN",
  score: 0,
  expected: Number.NaN,
  weakLower: Number.NaN,
  weakUpper: Number.NaN,
  strongLower: Number.NaN,
  strongUpper: Number.NaN,
  by: "",
});

/** A time zone by its IANA name. */
export const zone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}, "Choose a time zone such as Europe/Berlin.");

/** A day of a calendar: 2026-12-25, or *-12-25 for every year. */
const dateOrYearly = z
  .string()
  .regex(/^(?:\d{4}|\*)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, "Write a day as 2026-12-25.");
const minuteOfDay = z.number().int().min(0).max(1439);

/** Hours of some days of the week in a zone, and holidays. */
export const calendar = z.object({
  zone,
  /** "only": deviations count within these hours; "except": outside of them */
  mode: z.enum(["only", "except"]).default("only"),
  hours: z
    .array(
      z.object({
        /** Days on which the span starts; 0 is Sunday */
        days: z.array(z.number().int().min(0).max(6)).min(1, "Choose a day.").max(7),
        /** Minutes of the day; the end is exclusive, runs past midnight when it is not after the start */
        from: minuteOfDay,
        to: minuteOfDay,
      }),
    )
    .max(20)
    .default([]),
  /** Days on which nothing counts, in the zone */
  holidays: z.array(dateOrYearly).max(400).default([]),
});
export type Calendar = z.infer<typeof calendar>;

export const gapPolicies = ["skip", "carry", "zero", "interpolate"] as const;
export type GapPolicy = (typeof gapPolicies)[number];

/**
 * What counts: which points reach the detector, and which of its verdicts become anomalies. No detector sees these
 * settings.
 */
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
    title: "Opens after",
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
  warmUp: z.number().int().min(0).max(100_000).default(0).meta({
    title: "Learns first",
    description: "So many points are only learned from before anything counts, history included.",
    unit: "points",
  }),
  calendar: calendar.nullable().default(null).meta({
    title: "Calendar",
    description: "Hours, days and holidays at which deviations count, in a time zone.",
  }),
  afterChange: z
    .object({
      kinds: z.array(changeKind).min(1, "Choose a kind of change.").default(["deploy"]),
      minutes: z.number().int().min(1).max(240),
    })
    .nullable()
    .default(null)
    .meta({
      title: "Warm-up after changes",
      description:
        "So long after a change of its service, deviations are recorded but page nobody. STRONG errors still do.",
    }),
  gaps: z
    .object({
      policy: z.enum(gapPolicies),
      /** Longer gaps are left as they are */
      upTo: z.number().int().min(1).max(360),
    })
    .default({ policy: "skip", upTo: 12 })
    .meta({
      title: "Missing points",
      description:
        "What stands in for points that did not come. Only a zero is judged; the others are only learned from.",
    }),
  lateMs: z.number().int().min(0).max(3_600_000).default(0).meta({
    title: "Waits for late points",
    description:
      "Points that come out of order within this time are put in order first. Later ones are stored and counted, not judged.",
    unit: "ms",
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

/** How bad an anomaly is, in the five steps of the explorer: 1 to 3 are WEAK, 4 and 5 STRONG. `score` is −log10 of its chance. */
export type SeverityStep = 1 | 2 | 3 | 4 | 5;
export function severityStep(level: "WEAK" | "STRONG", score: number): SeverityStep {
  if (level === "STRONG") return score >= 5 ? 5 : 4;
  return score >= 4 ? 3 : score >= 3 ? 2 : 1;
}

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
