import { seriesKey } from "@/lib/series/tags";
import type { DigestSample } from "./digest-metrics";
import { type LogSeverity, logMetrics, windowMs } from "./model";

/** So long after its end a window waits for messages: the SDKs send what they have gathered every second to five. */
export const logSettleMs = 6_000;
/** Messages that come later than that are counted in the next window that closes, if they are no older than this. */
export const logLateMs = 120_000;
/** A service that has written nothing for so long is told to write 0 no longer: its series have a gap. */
export const logSilentMs = 300_000;
/** After a longer standstill of ours, what we did not hear was not 0. */
const heldUpMs = 60_000;

/** Messages of one pattern in one window that are in no series yet. */
export type UnsentLogs = {
  patternId: string;
  service: string;
  severity: LogSeverity;
  start: number;
  count: number;
};
/** A service that has written lately: the severities it knows, and its patterns that have a series of their own. */
export type LogWriter = {
  service: string;
  severities: readonly LogSeverity[];
  patterns: readonly { id: string; severity: LogSeverity }[];
};

/** Up to where windows of logs can be closed, epoch ms. */
export const logsClosableUpTo = (nowMs: number): number =>
  Math.floor((nowMs - logSettleMs) / windowMs) * windowMs;

/**
 * The samples of the windows in [fromMs, toMs), each at its window's end. Messages of earlier windows are told with the
 * first, so that nothing is lost by being late. A service's errors are counted from its first message on, before there is
 * any, so that detectors know none as usual.
 */
export function logSamples(
  unsent: readonly UnsentLogs[],
  writers: readonly LogWriter[],
  fromMs: number,
  toMs: number,
): DigestSample[] {
  const heldUp = toMs - fromMs > heldUpMs;
  const counts = new Map<string, number>();
  const add = (key: string, n: number) => counts.set(key, (counts.get(key) ?? 0) + n);
  for (const { patternId, service, severity, start, count } of unsent) {
    const window = Math.max(start, fromMs);
    add(`${window} ${severity} ${service}`, count);
    add(`${window} ${patternId}`, count);
  }
  const samples: DigestSample[] = [];
  for (let start = fromMs; start < toMs; start += windowMs) {
    const push = (metric: string, tags: Record<string, string>, count: number | undefined) => {
      if (count === undefined && heldUp) return;
      samples.push({
        ...{ metric, tags, key: seriesKey(metric, tags), unit: "1/s" },
        ...{ atMs: start + windowMs, value: (count ?? 0) / (windowMs / 1000) },
      });
    };
    for (const { service, severities, patterns } of writers) {
      for (const severity of new Set<LogSeverity>([...severities, "error"]))
        push(
          logMetrics.messages,
          { service, severity },
          counts.get(`${start} ${severity} ${service}`),
        );
      for (const { id, severity } of patterns)
        push(logMetrics.pattern, { service, severity, pattern: id }, counts.get(`${start} ${id}`));
    }
  }
  return samples;
}
