import { z } from "zod";

/** Parts of Sitroom that run in processes of ours. */
export const partNames = ["app", "ingest", "detect", "jobs", "chat"] as const;
export type PartName = (typeof partNames)[number];

/** Without these nothing is seen or done; chat and app are missed by people, not by the loop. */
export const neededParts: readonly PartName[] = ["ingest", "detect", "jobs"];

export const partTitles: Record<PartName, string> = {
  app: "App",
  ingest: "Ingest",
  detect: "Detection",
  jobs: "Job worker",
  chat: "Chat",
};

/** What a process tells of itself with each beat. Counts are since it started. */
export const report = z.object({
  /** The 99th percentile of how late the event loop was since the last beat, ms */
  loopLagMs: z.number(),
  memoryBytes: z.number(),
  errorsLastHour: z.number(),
  lastError: z.object({ at: z.number(), says: z.string() }).nullable(),
  ingest: z
    .object({ accepted: z.number(), refused: z.number(), commitP99Ms: z.number().nullable() })
    .optional(),
  detect: z
    .object({
      points: z.number(),
      late: z.number(),
      unknown: z.number(),
      verdicts: z.number(),
      /** Records that retention took away before they were judged, and when that was last seen */
      skipped: z.number(),
      skippedAt: z.number().nullable(),
      learning: z.number(),
    })
    .optional(),
  jobs: z.object({ done: z.number(), failed: z.number() }).optional(),
  /** Connections through which chats send presses of buttons */
  chat: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        connected: z.boolean(),
        says: z.string().nullable(),
        since: z.number(),
      }),
    )
    .optional(),
});
export type Report = z.infer<typeof report>;

/** One process as it last reported. Times in epoch ms. */
export type OwnProcess = {
  id: string;
  parts: PartName[];
  host: string;
  pid: number;
  version: string;
  startedAt: number;
  beatAt: number;
  /** When it was asked to stop and did; null while it runs, or when it died */
  stoppedAt: number | null;
  report: Report;
};

/** The state of what all processes share: stream, queue, tables. Times in epoch ms. */
export type OwnState = {
  /** Records accepted and not judged yet, per partition of the stream */
  partitions: { partition: number; records: number }[];
  lag: { records: number; behindMs: number; seenAt: number | null };
  jobs: {
    name: string;
    /** Due now and waiting for a free worker */
    due: number;
    /** For a later time */
    later: number;
    running: number;
    /** Tried three times or more without success, and to be tried again */
    failing: number;
    /** Tried as often as allowed; nobody tries again */
    dead: number;
    /** Age of the oldest that is due, ms; 0 without one */
    oldestMs: number;
    lastError: string | null;
  }[];
  remedies: { state: string; count: number }[];
  messages: { state: string; count: number }[];
  /** Messages that failed for good within the last hour */
  messagesFailed: number;
  openAnomalies: { level: string; count: number }[];
  anomaliesLastHour: number;
  /** The oldest timeline entry that no seal covers yet; null when all are covered */
  unsealedAt: number | null;
  /** What the last look at the timeline's chain found wrong; null when nothing */
  recordFault: string | null;
  tables: {
    name: string;
    days: number;
    keepDays: number;
    oldestAt: number | null;
    bytes: number;
  }[];
  databaseBytes: number;
};

/** Something is wrong with ourselves. */
export type Fault = {
  rule: string;
  /** The part, job, process or table it is about */
  subject: string;
  /** strong: the loop is not whole; weak: somebody should look */
  tone: "strong" | "weak";
  /** What is wrong and what to do, in plain sentences */
  says: string;
};

/** How urgent a fault is to people: without ingest, detection or jobs nobody watches the estate at all. */
export const severityOf = ({ rule, tone }: Pick<Fault, "rule" | "tone">) =>
  rule === "part-silent" ? "critical" : tone === "strong" ? "high" : "low";

/** A fault with its life. Times in epoch ms. */
export type OwnAlert = Fault & { id: string; openedAt: number; endedAt: number | null };

/** A process beats this often, ms. */
export const beatMs = 5_000;
/** Nothing heard of a part for so long, ms: six beats missed. */
export const silentMs = 30_000;
