import { z } from "zod";

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
  link: z.url().max(2000).optional(),
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
