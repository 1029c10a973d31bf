import { z } from "zod";
import {
  anyValue,
  anyValueMessage,
  jsonNumber,
  keyValue,
  keyValueMessage,
  resource,
  resourceMessage,
} from "./attributes";
import { decodeMessage, type Message } from "./wire";

// ExportLogsServiceRequest, as JSON and by field numbers:
// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto

const hexId = z.string().transform((id) => id.toLowerCase());

const logRecord = z.object({
  timeUnixNano: jsonNumber.optional(),
  observedTimeUnixNano: jsonNumber.optional(),
  severityNumber: z.number().optional(),
  severityText: z.string().optional(),
  body: anyValue.nullish(),
  attributes: z.array(keyValue).optional(),
  traceId: hexId.optional(),
  spanId: hexId.optional(),
  eventName: z.string().optional(),
});
const logsRequest = z.object({
  resourceLogs: z
    .array(
      z.object({
        resource: resource.optional(),
        scopeLogs: z.array(z.object({ logRecords: z.array(logRecord).optional() })).optional(),
      }),
    )
    .optional(),
});
export type LogsRequest = z.infer<typeof logsRequest>;
export type OtlpLogRecord = z.infer<typeof logRecord>;

const logRecordMessage: Message = {
  1: ["timeUnixNano", "fixed64"],
  2: ["severityNumber", "int"],
  3: ["severityText", "string"],
  5: ["body", () => anyValueMessage],
  6: ["attributes", () => keyValueMessage, "repeated"],
  9: ["traceId", "hex"],
  10: ["spanId", "hex"],
  11: ["observedTimeUnixNano", "fixed64"],
  12: ["eventName", "string"],
};
const scopeLogsMessage: Message = { 2: ["logRecords", () => logRecordMessage, "repeated"] };
const resourceLogsMessage: Message = {
  1: ["resource", () => resourceMessage],
  2: ["scopeLogs", () => scopeLogsMessage, "repeated"],
};
const logsMessage: Message = { 1: ["resourceLogs", () => resourceLogsMessage, "repeated"] };

/** Throws RangeError for bytes that are no such request. */
export const decodeLogsRequest = (bytes: Uint8Array): LogsRequest =>
  decodeMessage(bytes, logsMessage) as LogsRequest;

/** Throws ZodError or SyntaxError for text that is no such request. */
export const parseLogsRequest = (json: string): LogsRequest => logsRequest.parse(JSON.parse(json));
