import type { Tags } from "@/lib/series/tags";
import { type Sender, senderOf, tagsOf } from "./attributes";
import type { OtlpSpan, TracesRequest } from "./traces-message";

/** OTLP's span kinds. */
export const spanKind = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;

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
  /** What happened inside, such as an exception; times in epoch ms */
  events?: readonly SpanEvent[];
};
export type SpanEvent = { at: number; name: string; attributes: Tags };

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
    events: (otlp.events ?? []).slice(0, maxEvents).map((e) => ({
      at: Math.floor((e.timeUnixNano ?? start) / 1e6),
      name: (e.name ?? "").replaceAll("\0", "").slice(0, 256),
      attributes: keptAttributes(tagsOf(e.attributes), undefined),
    })),
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

/** What a person looks for first; where a span has more attributes than are kept, these stay. */
const firstPrefixes = [
  "http.",
  "error.",
  "exception.",
  "db.",
  "rpc.",
  "messaging.",
  "url.",
  "app.",
];
/** What every span of a process repeats, or nobody reads. */
const droppedPrefixes = [
  "thread.",
  "code.",
  "net.",
  "network.",
  "client.",
  "user_agent.",
  "http.user_agent",
  "http.flavor",
  "otel.",
];
const maxKept = 40;
const maxEvents = 16;

/** The attributes that are stored with a span, at most 40. */
export function keptAttributes(tags: Tags, message: string | undefined): Tags {
  const isFirst = (name: string) => firstPrefixes.some((p) => name.startsWith(p));
  const names = Object.keys(tags).filter((n) => !droppedPrefixes.some((p) => n.startsWith(p)));
  const kept = [...names.filter(isFirst), ...names.filter((n) => !isFirst(n))].slice(0, maxKept);
  const entries = kept.map((name): [string, string] => [name, tags[name] ?? ""]);
  if (message) entries.push(["status.message", message.replaceAll("\0", "").slice(0, 512)]);
  return Object.fromEntries(entries);
}
