import type { Tags } from "@/lib/series/tags";
import { isServerError } from "./otlp/read-spans";

// What OpenTelemetry's semantic conventions say about names and units.
// https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ and .../rpc/rpc-metrics/

/** Duration histograms that a server keeps of the requests it answers; the older names are still common. */
const serverDurations = new Set([
  "http.server.request.duration",
  "http.server.duration",
  "rpc.server.duration",
  "rpc.server.call.duration",
]);
export const isServerDuration = (metric: string): boolean => serverDurations.has(metric);

const units: Readonly<Record<string, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };
/** Milliseconds in one of a unit of time; null for any other unit. */
export const msPer = (unit: string): number | null => units[unit] ?? null;

/** The unit of a counter's rate. */
export const rateUnit = (unit: string): string => `${unit === "" ? "1" : unit}/s`;

/** gRPC codes that blame the server: UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS. */
const grpcServerErrors = new Set(["2", "4", "12", "13", "14", "15"]);

/** Whether requests with these tags failed: HTTP 5xx, an error.type that is not a client's mistake, a failed RPC. */
export function failed(tags: Tags): boolean {
  const grpc = tags["rpc.grpc.status_code"];
  if (grpc !== undefined) return grpcServerErrors.has(grpc);
  const errorType = tags["error.type"];
  return isServerError(tags) || (errorType !== undefined && !/^4\d\d$/.test(errorType));
}
