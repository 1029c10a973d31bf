import type { Tags } from "@/lib/series/tags";
import { type Sender, senderOf, tagsOf } from "./attributes";
import type { OtlpSpan, TracesRequest } from "./traces-message";

/** OTLP's span kinds. */
const spanKind = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;

export type Span = Sender & {
  /** Ids in lower-case hex */
  traceId: string;
  spanId: string;
  parentId: string | null;
  name: string;
  kind: number;
  /** Who a CLIENT or PRODUCER span says it calls */
  peer: string | null;
  startMs: number;
  durationUs: number;
  error: boolean;
  attributes: Tags;
};

const statusError = 2;

/** The spans of a request. Those without valid ids or times are left out and counted. */
export function readSpans(request: TracesRequest): { spans: Span[]; rejected: number } {
  const spans: Span[] = [];
  let rejected = 0;
  for (const { resource, scopeSpans } of request.resourceSpans ?? []) {
    const sender = senderOf(tagsOf(resource?.attributes));
    for (const { spans: of } of scopeSpans ?? [])
      for (const otlp of of ?? []) {
        const span = readSpan(otlp, sender);
        if (span) spans.push(span);
        else rejected++;
      }
  }
  return { spans, rejected };
}

function readSpan(otlp: OtlpSpan, sender: Sender): Span | null {
  const { traceId = "", spanId = "", parentSpanId = "" } = otlp;
  const start = otlp.startTimeUnixNano ?? 0;
  const end = otlp.endTimeUnixNano ?? start;
  if (!isId(traceId, 32) || !isId(spanId, 16) || !(start > 0)) return null;
  const tags = tagsOf(otlp.attributes);
  const kind = otlp.kind ?? 0;
  const calls = kind === spanKind.client || kind === spanKind.producer;
  return {
    ...sender,
    traceId,
    spanId,
    parentId: isId(parentSpanId, 16) ? parentSpanId : null,
    name: (otlp.name ?? "").replaceAll("\0", "").slice(0, 256),
    kind,
    peer: calls ? peerOf(tags) : null,
    startMs: Math.floor(start / 1e6),
    durationUs: Math.max(0, Math.round((end - start) / 1000)),
    error: otlp.status?.code === statusError || isServerError(tags),
    attributes: keptAttributes(tags, otlp.status?.message),
  };
}

const isId = (id: string, length: number) =>
  id.length === length && /^[0-9a-f]+$/.test(id) && !/^0+$/.test(id);

/** True for an HTTP status of 500 and above, by the current or the older attribute. */
export const isServerError = (tags: Tags): boolean =>
  Number(tags["http.response.status_code"] ?? tags["http.status_code"] ?? 0) >= 500;

/**
 * The callee as its caller names it: the peer's own name, a database as system@address, else the address. A loopback
 * address says nothing without its port.
 */
function peerOf(tags: Tags): string | null {
  if (tags["peer.service"]) return tags["peer.service"];
  const address = tags["server.address"] ?? tags["net.peer.name"] ?? tags["network.peer.address"];
  const port = tags["server.port"] ?? tags["net.peer.port"] ?? tags["network.peer.port"];
  const where = address && port && isLoopback(address) ? `${address}:${port}` : address;
  const system = tags["db.system.name"] ?? tags["db.system"] ?? tags["messaging.system"];
  if (system) return where ? `${system}@${where}` : system;
  return where ?? null;
}

const isLoopback = (address: string) => /^(localhost|127\.|\[?::1\]?$|0\.0\.0\.0$)/.test(address);

/** What a person wants to read of a span; the rest would be most of the table. */
const keptPrefixes = [
  "http.",
  "error.",
  "db.",
  "rpc.",
  "messaging.",
  "server.",
  "exception.",
  "feature_flag.",
  "app.",
];
const kept = new Set(["url.path", "url.full", "peer.service"]);
const maxKept = 24;

function keptAttributes(tags: Tags, message: string | undefined): Tags {
  const entries = Object.entries(tags)
    .filter(([name]) => kept.has(name) || keptPrefixes.some((p) => name.startsWith(p)))
    .slice(0, maxKept);
  if (message) entries.push(["status.message", message.replaceAll("\0", "").slice(0, 512)]);
  return Object.fromEntries(entries);
}
