import { z } from "zod";
import type { Tags } from "@/lib/series/tags";
import type { Message } from "./wire";

/** In OTLP's JSON, 64-bit integers are text or numbers, and doubles may be "NaN" or "Infinity". */
export const jsonNumber = z.union([z.number(), z.string().transform(Number)]);

export type AnyValue = {
  stringValue?: string | undefined;
  boolValue?: boolean | undefined;
  intValue?: number | undefined;
  doubleValue?: number | undefined;
  bytesValue?: string | undefined;
  arrayValue?: { values?: AnyValue[] | undefined } | undefined;
  kvlistValue?: { values?: KeyValue[] | undefined } | undefined;
};
export type KeyValue = { key?: string | undefined; value?: AnyValue | null | undefined };

export const anyValue: z.ZodType<AnyValue> = z.lazy(() =>
  z.object({
    stringValue: z.string().optional(),
    boolValue: z.boolean().optional(),
    intValue: jsonNumber.optional(),
    doubleValue: jsonNumber.optional(),
    bytesValue: z.string().optional(),
    arrayValue: z.object({ values: z.array(anyValue).optional() }).optional(),
    kvlistValue: z.object({ values: z.array(keyValue).optional() }).optional(),
  }),
);
export const keyValue: z.ZodType<KeyValue> = z.lazy(() =>
  z.object({ key: z.string().optional(), value: anyValue.nullish() }),
);
export const resource = z.object({ attributes: z.array(keyValue).optional() });

export const anyValueMessage: Message = {
  1: ["stringValue", "string"],
  2: ["boolValue", "bool"],
  3: ["intValue", "int"],
  4: ["doubleValue", "double"],
  5: ["arrayValue", () => ({ 1: ["values", () => anyValueMessage, "repeated"] })],
  6: ["kvlistValue", () => ({ 1: ["values", () => keyValueMessage, "repeated"] })],
  7: ["bytesValue", "bytes"],
};
export const keyValueMessage: Message = {
  1: ["key", "string"],
  2: ["value", () => anyValueMessage],
};
export const resourceMessage: Message = {
  1: ["attributes", () => keyValueMessage, "repeated"],
};

/** A value longer than this is cut: tags name things, they do not hold documents. */
const maxLength = 512;

// Postgres text cannot hold a NUL.
const clean = (text: string) => text.replaceAll("\0", "").slice(0, maxLength);

/** Attributes as tags: every value as text, lists and maps as JSON. Empty values are left out. */
export function tagsOf(attributes: readonly KeyValue[] | undefined): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const { key, value } of attributes ?? []) {
    const text = value ? textOf(value) : "";
    if (key && text !== "") tags[clean(key)] = clean(text);
  }
  return tags;
}

/** Any value as text; lists and maps as JSON, nothing as "". */
export const textOf = (value: AnyValue): string => {
  const plain = plainOf(value);
  return typeof plain === "string"
    ? plain
    : typeof plain === "object" && plain !== null
      ? JSON.stringify(plain)
      : plain === undefined
        ? ""
        : String(plain);
};

function plainOf(v: AnyValue): unknown {
  if (v.arrayValue) return (v.arrayValue.values ?? []).map(plainOf);
  if (v.kvlistValue)
    return Object.fromEntries(
      (v.kvlistValue.values ?? []).map((kv) => [kv.key ?? "", kv.value ? plainOf(kv.value) : null]),
    );
  return v.stringValue ?? v.boolValue ?? v.intValue ?? v.doubleValue ?? v.bytesValue;
}

/** Who sends: one process of one version of a service. */
export type Sender = {
  service: string;
  version: string;
  instance: string;
  /** service.namespace, where it is told: services of one stand together on the graph */
  namespace?: string;
};

/**
 * The sender that a resource's attributes tell of. Without service.instance.id it is host and process id, because two
 * processes that count under one name would look like a counter that jumps back and forth.
 */
export function senderOf(attributes: Tags): Sender {
  const host = attributes["host.name"] ?? attributes["k8s.pod.name"] ?? "";
  const pid = attributes["process.pid"];
  const namespace = attributes["service.namespace"];
  return {
    service: attributes["service.name"] ?? "unknown_service",
    version: attributes["service.version"] ?? "",
    instance: attributes["service.instance.id"] ?? (pid ? `${host}:${pid}` : host),
    ...(namespace && { namespace }),
  };
}
