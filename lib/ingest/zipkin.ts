import { z } from "zod";
import type { Tags } from "@/lib/series/tags";
import { isServerError, keptAttributes, type Span, spanKind } from "./otlp/read-spans";

// Zipkin's spans, version 2: https://zipkin.io/zipkin-api/#/default/post_spans. Times are µs.

const endpoint = z
  .object({
    serviceName: z.string().nullish(),
    ipv4: z.string().nullish(),
    ipv6: z.string().nullish(),
    port: z.number().nullish(),
  })
  .nullish();
const zipkinSpan = z.object({
  traceId: z.string(),
  id: z.string(),
  parentId: z.string().nullish(),
  name: z.string().nullish(),
  kind: z.enum(["CLIENT", "SERVER", "PRODUCER", "CONSUMER"]).nullish().catch(null),
  timestamp: z.number().nullish(),
  duration: z.number().nullish(),
  localEndpoint: endpoint,
  remoteEndpoint: endpoint,
  annotations: z.array(z.object({ timestamp: z.number(), value: z.string() })).nullish(),
  tags: z.record(z.string(), z.string()).nullish(),
  shared: z.boolean().nullish(),
});
type ZipkinSpan = z.infer<typeof zipkinSpan>;

const kinds = {
  CLIENT: spanKind.client,
  SERVER: spanKind.server,
  PRODUCER: spanKind.producer,
  CONSUMER: spanKind.consumer,
} as const;

/** Marks the server's half of a span that client and server share; the waterfall puts its service's spans below it. */
const sharedTag = "zipkin.shared";

/**
 * The spans of a request's JSON; those without valid ids or a time are left out and counted. Throws ZodError or
 * SyntaxError for text that is no list of spans.
 */
export function readZipkinSpans(json: string): { spans: Span[]; rejected: number } {
  const list = z.array(zipkinSpan).parse(JSON.parse(json));
  const spans = list.flatMap((s) => readOne(s) ?? []);
  return { spans, rejected: list.length - spans.length };
}

function readOne(s: ZipkinSpan): Span | null {
  const traceId = idOf(s.traceId, 32);
  const id = idOf(s.id, 16);
  if (!traceId || !id || !(s.timestamp && s.timestamp > 0)) return null;
  const tags: Tags = clean(s.tags ?? {});
  const isShared = s.shared === true && s.kind === "SERVER";
  const calls = s.kind === "CLIENT" || s.kind === "PRODUCER";
  const { error, ...rest } = tags;
  return {
    service: (s.localEndpoint?.serviceName || "unknown_service").slice(0, 200),
    version: tags["service.version"] ?? "",
    instance: addressOf(s.localEndpoint) ?? "",
    traceId,
    // Client and server report one span under one id; here each span has its own, the server below the client.
    spanId: isShared ? serverHalf(id) : id,
    parentId: isShared ? id : s.parentId ? idOf(s.parentId, 16) : null,
    name: (s.name ?? "").replaceAll("\0", "").slice(0, 256),
    kind: s.kind ? kinds[s.kind] : spanKind.internal,
    peer: calls ? s.remoteEndpoint?.serviceName || addressOf(s.remoteEndpoint) : null,
    startMs: Math.floor(s.timestamp / 1000),
    durationUs: Math.max(0, Math.round(s.duration ?? 0)),
    error: error !== undefined || isServerError(tags),
    attributes: {
      ...keptAttributes(rest, error && error !== "true" ? error : undefined),
      ...(isShared ? { [sharedTag]: "true" } : {}),
    },
    events: (s.annotations ?? []).slice(0, 16).map((a) => ({
      at: Math.floor(a.timestamp / 1000),
      name: a.value.replaceAll("\0", "").slice(0, 256),
      attributes: {},
    })),
  };
}

const clean = (tags: Tags): Tags =>
  Object.fromEntries(
    Object.entries(tags).map(([k, v]) => [
      k.replaceAll("\0", "").slice(0, 512),
      v.replaceAll("\0", "").slice(0, 512),
    ]),
  );

function idOf(id: string, length: number): string | null {
  const hex = id.toLowerCase().padStart(length, "0");
  return hex.length === length && /^[0-9a-f]+$/.test(hex) && !/^0+$/.test(hex) ? hex : null;
}

/** Another id, always the same one: the bits turned round. */
const serverHalf = (id: string): string =>
  (BigInt(`0x${id}`) ^ 0xffff_ffff_ffff_ffffn).toString(16).padStart(16, "0");

function addressOf(e: ZipkinSpan["localEndpoint"]): string | null {
  const host = e?.ipv4 ?? e?.ipv6;
  return host ? (e?.port ? `${host}:${e.port}` : host) : null;
}
