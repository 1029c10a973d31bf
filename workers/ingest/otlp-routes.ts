import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import { meter } from "@/lib/health/meter";
import { logIsKept } from "@/lib/ingest/log-store";
import { decodeLogsRequest, parseLogsRequest } from "@/lib/ingest/otlp/logs-message";
import { decodeMetricsRequest, parseMetricsRequest } from "@/lib/ingest/otlp/metrics-message";
import { readLogs } from "@/lib/ingest/otlp/read-logs";
import { readMetrics } from "@/lib/ingest/otlp/read-metrics";
import { readSpans } from "@/lib/ingest/otlp/read-spans";
import { decodeTracesRequest, parseTracesRequest } from "@/lib/ingest/otlp/traces-message";
import { withinTime } from "@/lib/ingest/otlp/within-time";
import type { Redactor } from "@/lib/ingest/redact";
import { redactLog } from "@/lib/ingest/redact-logs";
import { redactSpan } from "@/lib/ingest/redact-spans";
import { spanIsKept } from "@/lib/ingest/span-store";
import { Problem, type ProblemCode } from "@/lib/problem";
import { maxAheadMs, sampleRetentionMs } from "@/lib/samples/store";
import { unpack } from "./body";
import type { Committer, Delivery } from "./committer";
import type { IngestRequest, IngestResponse, IngestRoute } from "./route";

// OTLP/HTTP: https://opentelemetry.io/docs/specs/otlp/#otlphttp

const maxBytes = 16 << 20;
/** The limit that the specification recommends for the unpacked body. */
const maxUnpackedBytes = 64 << 20;

type Encoding = "protobuf" | "json";

const mediaTypes: Readonly<Record<Encoding, string>> = {
  protobuf: "application/x-protobuf",
  json: "application/json",
};

/** The doors for OpenTelemetry: metrics, traces and logs, protobuf and JSON. */
export function otlpRoutes(committer: Committer, redaction: () => Redactor): IngestRoute[] {
  const route = (
    path: string,
    rejectedName: string,
    read: (
      body: Buffer,
      encoding: Encoding,
      nowMs: number,
    ) => { delivery: Delivery; rejected: number },
  ): IngestRoute => ({
    method: "POST",
    path,
    scope: "ingest",
    maxBytes,
    async handle(request, ctx) {
      const { encoding, body } = await bodyOf(request);
      const { delivery, rejected } = parsed(() => read(body, encoding, ctx.now()));
      await committer.submit(delivery);
      meter().ingest.rejected.inc(rejected);
      return answer(encoding, rejectedName, rejected);
    },
    refuse: refusal,
  });
  return [
    route("/v1/metrics", "rejectedDataPoints", (body, encoding, nowMs) => {
      const request =
        encoding === "json" ? parseMetricsRequest(body.toString()) : decodeMetricsRequest(body);
      const { from, rejected } = readMetrics(request);
      const kept = withinTime(from, nowMs - sampleRetentionMs, nowMs + maxAheadMs);
      return { delivery: { metrics: kept.from }, rejected: rejected + kept.rejected };
    }),
    route("/v1/traces", "rejectedSpans", (body, encoding, nowMs) => {
      const request =
        encoding === "json" ? parseTracesRequest(body.toString()) : decodeTracesRequest(body);
      const { spans, rejected } = readSpans(request);
      const kept = spans
        .filter((span) => spanIsKept(span, nowMs))
        .map((span) => redactSpan(span, redaction()));
      return { delivery: { spans: kept }, rejected: rejected + spans.length - kept.length };
    }),
    route("/v1/logs", "rejectedLogRecords", (body, encoding, nowMs) => {
      const request =
        encoding === "json" ? parseLogsRequest(body.toString()) : decodeLogsRequest(body);
      const { logs, rejected } = readLogs(request, nowMs);
      const redact = redaction();
      const kept = logs.filter((l) => logIsKept(l, nowMs)).map((l) => redactLog(l, redact));
      return { delivery: { logs: kept }, rejected: rejected + logs.length - kept.length };
    }),
  ];
}

async function bodyOf({
  headers,
  body,
}: IngestRequest): Promise<{ encoding: Encoding; body: Buffer }> {
  const encoding = encodingOf(headers);
  if (!encoding)
    throw new Problem("unsupported-media", "Send application/x-protobuf or application/json.");
  return { encoding, body: await unpack(body, headers["content-encoding"], maxUnpackedBytes) };
}

function encodingOf(headers: IncomingHttpHeaders): Encoding | undefined {
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  return (["protobuf", "json"] as const).find((e) => mediaTypes[e] === type);
}

/** What cannot be read is the sender's mistake, which it must not repeat. */
export function parsed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError)
      throw new Problem("bad-input", `The request cannot be read: ${error.message}.`);
    if (error instanceof z.ZodError) throw new Problem("bad-input", z.prettifyError(error));
    throw error;
  }
}

function answer(encoding: Encoding, rejectedName: string, rejected: number): IngestResponse {
  const headers = { "content-type": mediaTypes[encoding] };
  const why =
    "without a valid id, name, text, value or time, too old, or too far ahead of our clock";
  if (encoding === "json") {
    const body =
      rejected === 0
        ? {}
        : { partialSuccess: { [rejectedName]: String(rejected), errorMessage: why } };
    return { status: 200, headers, body: JSON.stringify(body) };
  }
  if (rejected === 0) return { status: 200, headers };
  // partial_success = 1 { rejected = 1 int64, error_message = 2 }
  const inner = Buffer.concat([Buffer.from([8, ...varint(rejected)]), textField(2, why)]);
  return {
    status: 200,
    headers,
    body: Buffer.concat([Buffer.from([10, ...varint(inner.length)]), inner]),
  };
}

// https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
const rpcCodes: Partial<Record<ProblemCode, number>> = {
  "bad-input": 3,
  "unsupported-media": 3,
  "not-signed-in": 16,
  forbidden: 7,
  "not-found": 5,
  "too-large": 8,
  "too-many": 8,
  unavailable: 14,
};

/** A refusal as google.rpc.Status{code = 1, message = 2} in the encoding of the request. */
function refusal(problem: Problem, headers: IncomingHttpHeaders): Omit<IngestResponse, "status"> {
  const code = rpcCodes[problem.code] ?? 2;
  if (encodingOf(headers) === "protobuf")
    return {
      headers: { "content-type": mediaTypes.protobuf },
      body: Buffer.concat([Buffer.from([8, code]), textField(2, problem.message)]),
    };
  return {
    headers: { "content-type": mediaTypes.json },
    body: JSON.stringify({ code, message: problem.message }),
  };
}

function textField(field: number, text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([field * 8 + 2, ...varint(bytes.length)]), bytes]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return [...bytes, value];
}
