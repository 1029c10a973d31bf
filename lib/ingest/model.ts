import { z } from "zod";
import { isSafePattern } from "@/lib/math/pattern-cost";

/** Width of the windows in which requests, edges and golden signals are counted. */
export const windowMs = 10_000;

/** The golden signals of every service; each is a series with the one tag `service`, its points at the ends of windows. */
export const golden = {
  /** Requests per second */
  requests: "service.requests",
  /** Failed share of requests, 0–1; absent in a window without requests */
  errors: "service.errors",
  /** Latency quantiles in milliseconds */
  p50: "service.latency.p50",
  p95: "service.latency.p95",
  p99: "service.latency.p99",
} as const;

export const changeKinds = [
  "deploy",
  "config",
  "flag",
  "infrastructure",
  "network",
  "database",
] as const;
export const changeKind = z.enum(changeKinds);
export type ChangeKind = z.infer<typeof changeKind>;

/** How a change is undone: which integration executes it, on what, back to what. */
export const undo = z.object({
  integration: z.string().min(1),
  target: z.string().min(1),
  to: z.string().min(1),
});
export type Undo = z.infer<typeof undo>;

/** A change as anybody tells it: the API, a webhook after mapping, or our own telemetry. */
export const changeInput = z.object({
  kind: changeKind,
  service: z.string().min(1).max(200),
  from: z.string().max(200).optional(),
  to: z.string().max(200).optional(),
  title: z.string().max(300).optional(),
  author: z.string().max(200).optional(),
  /** People click on it: an address of the web and nothing that a browser would run */
  link: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .max(2000)
    .optional(),
  status: z.enum(["started", "succeeded", "failed"]).default("succeeded"),
  /** ISO time or epoch ms; now when absent */
  at: z.union([z.iso.datetime({ offset: true }), z.number().int()]).optional(),
  /** The sender's own id of it; the same id again updates the same change */
  id: z.string().max(200).optional(),
  undo: undo.optional(),
  details: z.record(z.string(), z.unknown()).default({}),
});
export type ChangeInput = z.infer<typeof changeInput>;

export type Change = {
  id: string;
  kind: ChangeKind;
  service: string;
  from: string | null;
  to: string | null;
  title: string;
  author: string | null;
  link: string | null;
  source: string;
  status: "started" | "succeeded" | "failed";
  /** Epoch ms */
  at: number;
  finishedAt: number | null;
  reversible: boolean;
  undo: Undo | null;
};

/** Width of the windows in which operations are counted, and in which spans are sampled. */
export const minuteMs = 60_000;

/** Which text is blacked out before it is stored. */
export const redactionRules = z.object({
  /** Payment card numbers: 13 to 19 digits that pass the Luhn check */
  cards: z.boolean(),
  emails: z.boolean(),
  /** Passwords, tokens, keys and cookies, by the name they stand under or by their shape */
  secrets: z.boolean(),
  /** Attributes whose whole value is hidden; `*` stands for any text */
  names: z.array(z.string().trim().min(1).max(100)).max(50),
  /** Regular expressions of one's own; what matches is replaced by [name] */
  patterns: z
    .array(
      z.object({
        name: z.string().trim().min(1).max(40),
        pattern: z
          .string()
          .min(1)
          .max(200)
          .refine(
            isSafePattern,
            "is no regular expression, or one that may run very long: limit its repeats, such as \\w{1,64} for \\w+",
          ),
      }),
    )
    .max(20),
});
export type RedactionRules = z.infer<typeof redactionRules>;
export const usualRedaction: RedactionRules = {
  cards: true,
  emails: true,
  secrets: true,
  names: [],
  patterns: [],
};

/** What happens to spans once their traces are complete. */
export const traceRules = z.object({
  /** Share of ordinary traces kept, 0–1; those with an error or a slow operation are kept always */
  keepShare: z.number().min(0).max(1),
  /** A request is slow above this quantile of its own operation */
  slowQuantile: z.number().min(0.5).max(0.9999),
  /** A request is slow above this in any case, ms; null: only by the quantile */
  slowMs: z.number().positive().max(3_600_000).nullable(),
  /** Everything is kept so long before traces are sampled, minutes */
  wholeMinutes: z.number().int().min(5).max(1440),
  /** Then what was chosen is kept so many days */
  keepDays: z.number().int().min(1).max(60),
});
export type TraceRules = z.infer<typeof traceRules>;
export const usualTraceRules: TraceRules = {
  keepShare: 0.1,
  slowQuantile: 0.99,
  slowMs: null,
  wholeMinutes: 120,
  keepDays: 3,
};

/** What a service has promised; health on the graph is judged by it. Absent means: no promise about that. */
export const objective = z.object({
  /** Share of requests that may fail, 0–1 */
  errors: z.number().gt(0).max(1).nullable(),
  /** The 95th percentile of latency stays below this, ms */
  p95Ms: z.number().positive().max(600_000).nullable(),
});
export type Objective = z.infer<typeof objective>;
export const graphRules = z.object({
  /** For services that nobody has said anything about; where null, each one's own history decides (objective.ts) */
  default: objective,
  services: z.record(
    z.string(),
    z.object({
      objective: objective.optional(),
      /** Drawn together with others of this name */
      group: z.string().trim().min(1).max(80).optional(),
    }),
  ),
});
export type GraphRules = z.infer<typeof graphRules>;
export const usualGraphRules: GraphRules = {
  default: { errors: null, p95Ms: null },
  services: {},
};

/** Log severities by OTLP's ranges of numbers, mildest first. */
export const logSeverities = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
export type LogSeverity = (typeof logSeverities)[number];
/**
 * Log messages per second in windows of `windowMs`, each point at its window's end: of one service and severity (tags service,
 * severity), and of one pattern of these (also pattern, its id).
 */
export const logMetrics = { messages: "log.messages", pattern: "log.pattern" } as const;

/** What was counted of one node or edge; quantiles in ms, null where nobody measured latency. */
const counted = {
  calls: z.number(),
  errors: z.number(),
  p50: z.number().nullable().default(null),
  p95: z.number().nullable(),
  p99: z.number().nullable().default(null),
};
/** A service graph by itself: what a snapshot holds. */
export const graphSnapshotBody = z.object({
  nodes: z.array(
    z.object({
      name: z.string(),
      external: z.boolean(),
      tags: z.record(z.string(), z.string()).default({}),
      /** Its own requests, where it told of them; else what its callers told is on the edges */
      requests: z.object(counted).optional(),
    }),
  ),
  edges: z.array(
    z.object({
      caller: z.string(),
      callee: z.string(),
      ...counted,
      /** Epoch ms of its last call, where known */
      lastAt: z.number().nullable().default(null),
    }),
  ),
});
export type GraphSnapshotBody = z.infer<typeof graphSnapshotBody>;
