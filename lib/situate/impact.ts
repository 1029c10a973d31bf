import type { Anomaly } from "@/lib/detect/model";
import type { Impact, Severity } from "./model";
import { isAdverse } from "./model";

export type RequestCount = { start: number; count: number; errors: number };

/** Windows that count as "now", and as "usual" before the onset. */
const nowMs = 60_000;
export const usualMs = 30 * 60_000;
/** Onsets are window starts and smear over a window or two; the minute before them is neither usual nor abnormal. */
export const guardMs = 60_000;

/**
 * Impact at the entry service from its request windows: failing share of the last minute, the usual share of the half
 * hour before onset, and the requests failed above that usual since onset. A part without requests is null. `usualFrom`: from when on
 * the windows before onset are the usual ones, epoch ms; those of earlier troubles are not among them.
 */
export function impactOf(
  entry: string | null,
  windows: readonly RequestCount[],
  onsetAt: number,
  now: number,
  usualFrom = onsetAt - usualMs,
): Impact {
  const sum = (from: number, to: number) => {
    let count = 0;
    let errors = 0;
    for (const w of windows)
      if (w.start >= from && w.start < to) {
        count += w.count;
        errors += w.errors;
      }
    return { count, errors, ratio: count > 0 ? errors / count : null };
  };
  // The newest windows may still be filling; the last minute that has any requests is "now".
  const newest = windows.reduce(
    (t, w) => (w.count > 0 && w.start < now ? Math.max(t, w.start) : t),
    0,
  );
  const recent = sum(Math.max(onsetAt, newest - nowMs + 1), newest + 1);
  const usual = sum(usualFrom, onsetAt - guardMs);
  const since = sum(onsetAt, now);
  return {
    entry,
    failingRatio: recent.ratio,
    usualRatio: usual.ratio,
    requestsLost:
      since.ratio === null
        ? null
        : Math.max(0, Math.round(since.errors - (usual.ratio ?? 0) * since.count)),
  };
}

/**
 * Severity from impact: critical from 5 % of the entry's requests failing above the usual, high from 1 % or when
 * strong anomalies reach two services, low otherwise. It never falls while a situation is open: pass what it was.
 */
export function severityOf(
  impact: Impact,
  members: readonly Anomaly[],
  was: Severity = "low",
): Severity {
  const failing = (impact.failingRatio ?? 0) - (impact.usualRatio ?? 0);
  const strong = new Set(
    members.filter((m) => m.level === "STRONG" && isAdverse(m)).map((m) => m.service),
  );
  if (failing >= 0.05 || was === "critical") return "critical";
  if (failing >= 0.01 || strong.size >= 2 || was === "high") return "high";
  return "low";
}
