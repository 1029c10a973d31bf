import { createHash } from "node:crypto";
import type { Tags } from "@/lib/series/tags";
import { type LogSeverity, windowMs } from "./model";
import type { LogRecord } from "./otlp/read-logs";

/** What a group of log records comes to: patterns with what is new of them, counts per window, and a few samples. */
export type LogGroup = { patterns: PatternAdd[]; windows: LogWindowAdd[]; samples: LogSample[] };
export type PatternAdd = {
  id: string;
  service: string;
  severity: LogSeverity;
  key: string;
  text: string;
  count: number;
  firstMs: number;
  lastMs: number;
};
export type LogWindowAdd = {
  patternId: string;
  start: number;
  service: string;
  severity: LogSeverity;
  count: number;
};
export type LogSample = {
  patternId: string;
  service: string;
  instance: string;
  severity: LogSeverity;
  atMs: number;
  body: string;
  traceId: string | null;
  spanId: string | null;
  attributes: Tags;
};

/** The same on every process, so that two of them count the same pattern in one place. */
export const patternId = (service: string, severity: LogSeverity, key: string): string =>
  createHash("sha256").update(`${service}\0${severity}\0${key}`).digest("hex").slice(0, 16);

/**
 * Adds records up, each with the pattern that it belongs to. `keeps` says whether one more sample of a pattern may be kept
 * at a time; it is asked once for each record.
 */
export function countLogs(
  records: readonly { log: LogRecord; key: string; text: string }[],
  keeps: (patternId: string, log: LogRecord) => boolean,
): LogGroup {
  const patterns = new Map<string, PatternAdd>();
  const windows = new Map<string, LogWindowAdd>();
  const samples: LogSample[] = [];
  for (const { log, key, text } of records) {
    const { service, severity, atMs } = log;
    const id = patternId(service, severity, key);
    const p = patterns.get(id);
    if (p) {
      p.count++;
      p.text = text;
      p.firstMs = Math.min(p.firstMs, atMs);
      p.lastMs = Math.max(p.lastMs, atMs);
    } else
      patterns.set(id, { id, service, severity, key, text, count: 1, firstMs: atMs, lastMs: atMs });
    const start = Math.floor(atMs / windowMs) * windowMs;
    const w = windows.get(`${id} ${start}`);
    if (w) w.count++;
    else windows.set(`${id} ${start}`, { patternId: id, start, service, severity, count: 1 });
    if (keeps(id, log)) {
      const { instance, body, traceId, spanId, attributes } = log;
      samples.push({
        ...{ patternId: id, service, instance, severity },
        ...{ atMs, body, traceId, spanId, attributes },
      });
    }
  }
  return { patterns: [...patterns.values()], windows: [...windows.values()], samples };
}
