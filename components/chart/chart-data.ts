import type { Level } from "@/lib/detect/model";

/** One place on the time axis. A gap is null, never zero. Times are epoch ms everywhere in this folder. */
export type ChartPoint = {
  t: number;
  value: number | null;
  expected?: number | null;
  /** The band in which a value is ordinary */
  lower?: number | null;
  upper?: number | null;
  /** What the detector said of this point, where it is known */
  level?: Level;
};

/** A run of anomalous points: drawn as a recoloured piece of the line with one mark. */
export type ChartAnomaly = {
  id: string;
  level: "WEAK" | "STRONG";
  startedAt: number;
  /** null while open */
  endedAt: number | null;
  peakAt: number;
  peakValue: number;
  /** −log10 of the tail probability */
  peakScore?: number;
};

/** Something that happened at one time, drawn as a dashed line with a flag. */
export type ChartFlag = {
  id: string;
  at: number;
  kind: "change" | "rollback" | "verified";
  label: string;
};

/** A span of time to tint, such as a situation; `to` is null while it lasts. */
export type ChartWash = { from: number; to: number | null; label?: string };

/** What a draft would add to or remove from what the live version raises. */
export type ChartDiff = { kind: "added" | "removed"; at: number; value: number };

export type TimeZoneName = "local" | "utc";

/** Parts of a chart that a person may switch off. */
export type ChartPart = "expected" | "band" | "anomalies" | "changes";
