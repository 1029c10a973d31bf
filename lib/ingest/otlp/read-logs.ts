import type { Tags } from "@/lib/series/tags";
import { type LogSeverity, logSeverities } from "../model";
import { type AnyValue, type Sender, senderOf, tagsOf, textOf } from "./attributes";
import type { LogsRequest, OtlpLogRecord } from "./logs-message";

export type LogRecord = Sender & {
  atMs: number;
  severity: LogSeverity;
  body: string;
  /** The span in which it was written; ids in lower-case hex */
  traceId: string | null;
  spanId: string | null;
  attributes: Tags;
};

/** A message is cut here: its pattern is in its first lines. */
const maxBody = 4000;
const maxKept = 24;

/**
 * The records of a request; one without any time has the time at which it came. Those that say nothing are left out and
 * counted.
 */
export function readLogs(
  request: LogsRequest,
  nowMs: number,
): { logs: LogRecord[]; rejected: number } {
  const logs: LogRecord[] = [];
  let rejected = 0;
  for (const { resource, scopeLogs } of request.resourceLogs ?? []) {
    const sender = senderOf(tagsOf(resource?.attributes));
    for (const { logRecords } of scopeLogs ?? [])
      for (const otlp of logRecords ?? []) {
        const log = readLog(otlp, sender, nowMs);
        if (log) logs.push(log);
        else rejected++;
      }
  }
  return { logs, rejected };
}

function readLog(otlp: OtlpLogRecord, sender: Sender, nowMs: number): LogRecord | null {
  const nanos = otlp.timeUnixNano || otlp.observedTimeUnixNano || nowMs * 1e6;
  const tags = tagsOf(otlp.attributes);
  const body = bodyOf(otlp, tags);
  if (body === "" || !Number.isFinite(nanos)) return null;
  const isSpan = isId(otlp.traceId, 32) && isId(otlp.spanId, 16);
  return {
    ...sender,
    atMs: Math.floor(nanos / 1e6),
    severity: severityOf(otlp),
    body,
    traceId: isId(otlp.traceId, 32) ? (otlp.traceId as string) : null,
    spanId: isSpan ? (otlp.spanId as string) : null,
    attributes: Object.fromEntries(
      Object.entries(tags)
        .filter(([name]) => !name.startsWith("code."))
        .slice(0, maxKept),
    ),
  };
}

const isId = (id: string | undefined, length: number): boolean =>
  id?.length === length && /^[0-9a-f]+$/.test(id) && !/^0+$/.test(id);

/** What a structured message's own words stand under, by the common loggers. */
const messageNames = ["message", "msg", "event"];

function bodyOf({ body, eventName }: OtlpLogRecord, tags: Tags): string {
  const said = body ? messageOf(body) : "";
  const exception = [tags["exception.type"], tags["exception.message"]].filter(Boolean).join(": ");
  const text = said || exception || eventName || "";
  return text.replaceAll("\0", "").trim().slice(0, maxBody);
}

function messageOf(body: AnyValue): string {
  const fields = body.kvlistValue?.values ?? [];
  for (const name of messageNames) {
    const value = fields.find((f) => f.key === name)?.value;
    if (value?.stringValue) return value.stringValue;
  }
  return textOf(body);
}

/** Names that loggers use for the six severities, in lower case. */
const names: Readonly<Record<string, LogSeverity>> = {
  trace: "trace",
  verbose: "trace",
  debug: "debug",
  info: "info",
  information: "info",
  notice: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  err: "error",
  severe: "error",
  fatal: "fatal",
  critical: "fatal",
  crit: "fatal",
  alert: "fatal",
  emergency: "fatal",
  panic: "fatal",
};

/** By number, four to each severity from 1 on; where that is not told by its name; else info. */
function severityOf({ severityNumber: n = 0, severityText = "" }: OtlpLogRecord): LogSeverity {
  if (n >= 1 && n <= 24) return logSeverities[Math.floor((n - 1) / 4)] ?? "info";
  return names[severityText.trim().toLowerCase()] ?? "info";
}
