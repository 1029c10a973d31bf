import { createHash } from "node:crypto";
import { z } from "zod";

/** An alert of somebody else's rules. Times in epoch ms. */
export type ForeignAlert = {
  /** The same alert has the same one, whatever its text */
  fingerprint: string;
  labels: Record<string, string>;
  startsAt: number;
  /** When it was over; null while it fires */
  endsAt: number | null;
  /** It ends by itself then unless it is told again; null when its end will be told */
  validUntil: number | null;
};

const labels = z.record(z.string(), z.string()).refine((l) => Object.keys(l).length > 0, {
  error: "at least one label is needed",
});
const time = z.iso.datetime({ offset: true });

// Newer versions may send more than this, and people may template the rest; only what is read is asked for.
const webhookBody = z.object({
  version: z.literal("4"),
  alerts: z
    .array(
      z.object({
        status: z.enum(["firing", "resolved"]),
        labels,
        startsAt: time,
        endsAt: time.nullish(),
        fingerprint: z.string().min(1).optional(),
      }),
    )
    .max(5000),
});

/** The alerts in the body of Alertmanager's webhook, version 4. Throws ZodError. */
export const alertsOfWebhook = (body: unknown): ForeignAlert[] =>
  webhookBody.parse(body).alerts.map((a) => ({
    fingerprint: a.fingerprint ?? fingerprintOf(a.labels),
    labels: a.labels,
    startsAt: Date.parse(a.startsAt),
    endsAt: a.status === "resolved" && a.endsAt ? Date.parse(a.endsAt) : null,
    validUntil: null,
  }));

const pushedBody = z
  .array(z.object({ labels, startsAt: time.optional(), endsAt: time.optional() }))
  .max(5000);

/** How long a pushed alert lasts that names no end; Alertmanager's own resolve_timeout. */
const resolveTimeoutMs = 5 * 60_000;

/** The alerts that Prometheus pushes to an Alertmanager's API, version 2. An end in the future is how long it is good for. */
export const alertsOfPush = (body: unknown, now: number): ForeignAlert[] =>
  pushedBody.parse(body).map((a) => {
    const startsAt = a.startsAt ? Date.parse(a.startsAt) : now;
    const until = a.endsAt ? Date.parse(a.endsAt) : now + resolveTimeoutMs;
    const over = until <= now;
    return {
      fingerprint: fingerprintOf(a.labels),
      labels: a.labels,
      startsAt,
      endsAt: over ? Math.max(startsAt, until) : null,
      validUntil: over ? null : until,
    };
  });

const fingerprintOf = (labels: Record<string, string>): string =>
  createHash("sha256")
    .update(JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest("hex")
    .slice(0, 16);
