import { z } from "zod";
import { jsonNumber, keyValue, keyValueMessage, resource, resourceMessage } from "./attributes";
import { decodeMessage, type Message } from "./wire";

// ExportTraceServiceRequest, as JSON and by field numbers:
// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto

/** OTLP's JSON gives ids in hex of either case, not in base64. */
const hexId = z.string().transform((id) => id.toLowerCase());

const span = z.object({
  traceId: hexId.optional(),
  spanId: hexId.optional(),
  parentSpanId: hexId.optional(),
  name: z.string().optional(),
  kind: z.number().optional(),
  startTimeUnixNano: jsonNumber.optional(),
  endTimeUnixNano: jsonNumber.optional(),
  attributes: z.array(keyValue).optional(),
  events: z
    .array(
      z.object({
        timeUnixNano: jsonNumber.optional(),
        name: z.string().optional(),
        attributes: z.array(keyValue).optional(),
      }),
    )
    .optional(),
  status: z.object({ message: z.string().optional(), code: z.number().optional() }).optional(),
});
const tracesRequest = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: resource.optional(),
        scopeSpans: z.array(z.object({ spans: z.array(span).optional() })).optional(),
      }),
    )
    .optional(),
});
export type TracesRequest = z.infer<typeof tracesRequest>;
export type OtlpSpan = z.infer<typeof span>;

const statusMessage: Message = { 2: ["message", "string"], 3: ["code", "int"] };
const eventMessage: Message = {
  1: ["timeUnixNano", "fixed64"],
  2: ["name", "string"],
  3: ["attributes", () => keyValueMessage, "repeated"],
};
const spanMessage: Message = {
  1: ["traceId", "hex"],
  2: ["spanId", "hex"],
  4: ["parentSpanId", "hex"],
  5: ["name", "string"],
  6: ["kind", "int"],
  7: ["startTimeUnixNano", "fixed64"],
  8: ["endTimeUnixNano", "fixed64"],
  9: ["attributes", () => keyValueMessage, "repeated"],
  11: ["events", () => eventMessage, "repeated"],
  15: ["status", () => statusMessage],
};
const scopeSpansMessage: Message = { 2: ["spans", () => spanMessage, "repeated"] };
const resourceSpansMessage: Message = {
  1: ["resource", () => resourceMessage],
  2: ["scopeSpans", () => scopeSpansMessage, "repeated"],
};
const tracesMessage: Message = { 1: ["resourceSpans", () => resourceSpansMessage, "repeated"] };

/** Throws RangeError for bytes that are no such request. */
export const decodeTracesRequest = (bytes: Uint8Array): TracesRequest =>
  decodeMessage(bytes, tracesMessage) as TracesRequest;

/** Throws ZodError or SyntaxError for text that is no such request. */
export const parseTracesRequest = (json: string): TracesRequest =>
  tracesRequest.parse(JSON.parse(json));
