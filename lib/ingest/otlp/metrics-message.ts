import { z } from "zod";
import { jsonNumber, keyValue, keyValueMessage, resource, resourceMessage } from "./attributes";
import { decodeMessage, type Message } from "./wire";

// ExportMetricsServiceRequest, as JSON and by field numbers:
// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto

const point = {
  attributes: z.array(keyValue).optional(),
  startTimeUnixNano: jsonNumber.optional(),
  timeUnixNano: jsonNumber.optional(),
  flags: z.number().optional(),
};
const numberPoint = z.object({
  ...point,
  asDouble: jsonNumber.optional(),
  asInt: jsonNumber.optional(),
});
const histogramPoint = z.object({
  ...point,
  count: jsonNumber.optional(),
  sum: jsonNumber.optional(),
  bucketCounts: z.array(jsonNumber).optional(),
  explicitBounds: z.array(jsonNumber).optional(),
});
const exponentialBuckets = z.object({
  offset: z.number().optional(),
  bucketCounts: z.array(jsonNumber).optional(),
});
const exponentialPoint = z.object({
  ...point,
  count: jsonNumber.optional(),
  sum: jsonNumber.optional(),
  scale: z.number().optional(),
  zeroCount: jsonNumber.optional(),
  positive: exponentialBuckets.optional(),
  negative: exponentialBuckets.optional(),
});
const summaryPoint = z.object({
  ...point,
  count: jsonNumber.optional(),
  sum: jsonNumber.optional(),
  quantileValues: z
    .array(z.object({ quantile: jsonNumber.optional(), value: jsonNumber.optional() }))
    .optional(),
});
const metric = z.object({
  name: z.string().optional(),
  unit: z.string().optional(),
  gauge: z.object({ dataPoints: z.array(numberPoint).optional() }).optional(),
  sum: z
    .object({
      dataPoints: z.array(numberPoint).optional(),
      aggregationTemporality: z.number().optional(),
      isMonotonic: z.boolean().optional(),
    })
    .optional(),
  histogram: z
    .object({
      dataPoints: z.array(histogramPoint).optional(),
      aggregationTemporality: z.number().optional(),
    })
    .optional(),
  exponentialHistogram: z
    .object({
      dataPoints: z.array(exponentialPoint).optional(),
      aggregationTemporality: z.number().optional(),
    })
    .optional(),
  summary: z.object({ dataPoints: z.array(summaryPoint).optional() }).optional(),
});
const metricsRequest = z.object({
  resourceMetrics: z
    .array(
      z.object({
        resource: resource.optional(),
        scopeMetrics: z
          .array(
            z.object({
              scope: z.object({ name: z.string().optional() }).optional(),
              metrics: z.array(metric).optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

export type MetricsRequest = z.infer<typeof metricsRequest>;
export type OtlpMetric = z.infer<typeof metric>;
export type OtlpNumberPoint = z.infer<typeof numberPoint>;
export type OtlpHistogramPoint = z.infer<typeof histogramPoint>;
export type OtlpExponentialPoint = z.infer<typeof exponentialPoint>;

const times: Message = { 2: ["startTimeUnixNano", "fixed64"], 3: ["timeUnixNano", "fixed64"] };
const numberPointMessage: Message = {
  ...times,
  4: ["asDouble", "double"],
  6: ["asInt", "sfixed64"],
  7: ["attributes", () => keyValueMessage, "repeated"],
  8: ["flags", "int"],
};
const histogramPointMessage: Message = {
  ...times,
  4: ["count", "fixed64"],
  5: ["sum", "double"],
  6: ["bucketCounts", "fixed64", "repeated"],
  7: ["explicitBounds", "double", "repeated"],
  9: ["attributes", () => keyValueMessage, "repeated"],
  10: ["flags", "int"],
};
const exponentialBucketsMessage: Message = {
  1: ["offset", "sint"],
  2: ["bucketCounts", "int", "repeated"],
};
const exponentialPointMessage: Message = {
  1: ["attributes", () => keyValueMessage, "repeated"],
  ...times,
  4: ["count", "fixed64"],
  5: ["sum", "double"],
  6: ["scale", "sint"],
  7: ["zeroCount", "fixed64"],
  8: ["positive", () => exponentialBucketsMessage],
  9: ["negative", () => exponentialBucketsMessage],
  10: ["flags", "int"],
};
const summaryPointMessage: Message = {
  ...times,
  4: ["count", "fixed64"],
  5: ["sum", "double"],
  6: ["quantileValues", () => ({ 1: ["quantile", "double"], 2: ["value", "double"] }), "repeated"],
  7: ["attributes", () => keyValueMessage, "repeated"],
  8: ["flags", "int"],
};
const dataOf = (points: Message): Message => ({
  1: ["dataPoints", () => points, "repeated"],
  2: ["aggregationTemporality", "int"],
  3: ["isMonotonic", "bool"],
});
const gaugeMessage = dataOf(numberPointMessage);
const histogramMessage = dataOf(histogramPointMessage);
const exponentialMessage = dataOf(exponentialPointMessage);
const summaryMessage = dataOf(summaryPointMessage);
const metricMessage: Message = {
  1: ["name", "string"],
  3: ["unit", "string"],
  5: ["gauge", () => gaugeMessage],
  7: ["sum", () => gaugeMessage],
  9: ["histogram", () => histogramMessage],
  10: ["exponentialHistogram", () => exponentialMessage],
  11: ["summary", () => summaryMessage],
};
const scopeMetricsMessage: Message = {
  1: ["scope", () => ({ 1: ["name", "string"] })],
  2: ["metrics", () => metricMessage, "repeated"],
};
const resourceMetricsMessage: Message = {
  1: ["resource", () => resourceMessage],
  2: ["scopeMetrics", () => scopeMetricsMessage, "repeated"],
};
const metricsMessage: Message = {
  1: ["resourceMetrics", () => resourceMetricsMessage, "repeated"],
};

/** Throws RangeError for bytes that are no such request. */
export const decodeMetricsRequest = (bytes: Uint8Array): MetricsRequest =>
  decodeMessage(bytes, metricsMessage) as MetricsRequest;

/** Throws ZodError or SyntaxError for text that is no such request. */
export const parseMetricsRequest = (json: string): MetricsRequest =>
  metricsRequest.parse(JSON.parse(json));
