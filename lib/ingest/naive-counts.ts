import { latencyBounds } from "../series/latency-buckets";
import type { Span } from "./otlp/read-spans";

/** What a naive reader of spans counts; `buckets` as in latency-buckets.ts, found by looking at one bound after another. */
export type NaiveCount = { calls: number; errors: number; ms: number; buckets: number[] };
type NaiveSpan = Pick<
  Span,
  | "traceId"
  | "spanId"
  | "parentId"
  | "service"
  | "name"
  | "kind"
  | "peer"
  | "startMs"
  | "durationUs"
  | "error"
  | "attributes"
>;

/**
 * Calls and operations counted from spans by the words of their definition, one span at a time: no SQL, no windows of its
 * own, no cleverness. Tests and the bench hold what is stored against it. Spans told twice count once. Keys are
 * `start⇥caller⇥callee` and `start⇥service⇥operation`.
 */
export function countNaively(
  told: readonly NaiveSpan[],
  widths: { edgeMs: number; operationMs: number },
): { edges: Map<string, NaiveCount>; operations: Map<string, NaiveCount> } {
  const spans = new Map(told.map((s) => [`${s.traceId}/${s.spanId}/${s.startMs}`, s]));
  const byId = new Map<string, NaiveSpan>();
  const children = new Map<string, NaiveSpan[]>();
  for (const s of spans.values()) {
    byId.set(`${s.traceId}/${s.spanId}`, s);
    if (s.parentId === null) continue;
    const parent = `${s.traceId}/${s.parentId}`;
    children.set(parent, [...(children.get(parent) ?? []), s]);
  }
  const names = peerNames(spans.values(), byId);
  const edges = new Map<string, NaiveCount>();
  const operations = new Map<string, NaiveCount>();
  for (const s of spans.values()) {
    if (s.kind === 2 || s.kind === 5 || s.parentId === null)
      add(operations, s.startMs, widths.operationMs, s.service, s.name, s.durationUs, s.error);
    const parent = s.parentId === null ? undefined : byId.get(`${s.traceId}/${s.parentId}`);
    if ((s.kind === 2 || s.kind === 5) && parent && parent.service !== s.service) {
      const seen = parent.kind === 3;
      const us = seen ? parent.durationUs : s.durationUs;
      const error = s.error || (seen && failed(parent));
      add(edges, s.startMs, widths.edgeMs, parent.service, s.service, us, error);
    }
    if ((s.kind === 3 || s.kind === 4) && s.peer !== null) {
      const answered = (children.get(`${s.traceId}/${s.spanId}`) ?? []).some(
        (k) => k.kind === 3 || k.kind === 4 || k.service !== s.service,
      );
      const callee = names.get(s.peer) ?? s.peer;
      if (!answered && callee !== s.service)
        add(edges, s.startMs, widths.edgeMs, s.service, callee, s.durationUs, failed(s));
    }
  }
  return { edges, operations };
}

/** A caller also marks 4xx as an error; that is its own mistake. */
const failed = (s: NaiveSpan): boolean =>
  s.error &&
  !/^4..$/.test(
    s.attributes["http.response.status_code"] ?? s.attributes["http.status_code"] ?? "",
  );

/** Addresses under which exactly one service answered. */
function peerNames(spans: Iterable<NaiveSpan>, byId: ReadonlyMap<string, NaiveSpan>) {
  const all = new Map<string, Set<string>>();
  for (const s of spans) {
    if ((s.kind !== 2 && s.kind !== 5) || s.parentId === null) continue;
    const parent = byId.get(`${s.traceId}/${s.parentId}`);
    if (!parent?.peer || parent.service === s.service) continue;
    all.set(parent.peer, new Set([...(all.get(parent.peer) ?? []), s.service]));
  }
  const names = new Map<string, string>();
  for (const [peer, [name, ...others]] of all)
    if (name !== undefined && others.length === 0) names.set(peer, name);
  return names;
}

function add(
  counts: Map<string, NaiveCount>,
  startMs: number,
  widthMs: number,
  a: string,
  b: string,
  us: number,
  error: boolean,
): void {
  const key = `${Math.floor(startMs / widthMs) * widthMs}\t${a}\t${b}`;
  const count = counts.get(key) ?? {
    calls: 0,
    errors: 0,
    ms: 0,
    buckets: new Array<number>(latencyBounds.length + 1).fill(0),
  };
  counts.set(key, count);
  count.calls++;
  if (error) count.errors++;
  count.ms += us / 1000;
  let i = 0;
  while (i < latencyBounds.length && us / 1000 > (latencyBounds[i] as number) * (1 + 1e-9)) i++;
  count.buckets[i] = (count.buckets[i] as number) + 1;
}
