import type { EdgeRow, RequestRow, SeriesRow } from "../diagnose/scene";
import { callees, type Digraph, digraph } from "../graph/digraph";
import { windowMs } from "../ingest/model";
import { nextRandom, uniform } from "../math/random";
import { bucketOf, emptyBuckets } from "../series/latency-buckets";
import { series } from "../series/notation";
import { poisson } from "./poisson";

/** Own failing share (0–1) and own milliseconds per window, in series notation; the last value holds. */
type Behaviour = { errors?: string; ms?: string; heapMb?: string };

/** A small estate in notation. Every request of a service calls each of its callees once. */
export type World = {
  /** "gateway > search > pricing, search > details": who calls whom; the first name is the entry */
  calls: string;
  /** Services that send no telemetry */
  silent: readonly string[];
  /** Requests at the entry in each 10 s window */
  requests: string;
  /** By service; "pricing v42" is the behaviour of that version, "inventory > rates-db" that of one caller's calls */
  behaviour: Readonly<Record<string, Behaviour>>;
  /** Versions that come up: from this window on the first of two instances, one window later the second */
  deploys: readonly { service: string; from: string; to: string; window: number }[];
  seed: number;
};

export type Window = { requests: RequestRow[]; edges: EdgeRow[] };

/** "a > b > c, b > d" as a graph, and the first name. */
export function parseCalls(text: string): { graph: Digraph; entry: string } {
  const edges = text.split(",").flatMap((path) => {
    const names = path.split(">").map((n) => n.trim());
    return names.slice(1).map((to, i) => ({ from: names[i] ?? "", to }));
  });
  return { graph: digraph(edges), entry: edges[0]?.from ?? "" };
}

/** Ten latencies that stand for a request of mean 1: a log-normal with σ = 0.4 at its mid-decile quantiles. */
const shape = [-1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645].map((z) =>
  Math.exp(0.4 * z - 0.08),
);

/** Plays the world: what ingest would have counted in each window, starting at `start` (epoch ms). */
export function play(world: World, start: number, windows: number): Window[] {
  const { graph, entry } = parseCalls(world.calls);
  let state = world.seed;
  const random = () => {
    state = nextRandom(state);
    return uniform(state);
  };
  const value = reader(world);
  const rate = series(world.requests);
  const out: Window[] = [];
  for (let i = 0; i < windows; i++) {
    const t = start + i * windowMs;
    const window: Window = { requests: [], edges: [] };
    /** What a call of `service` costs and how often it fails, averaged over its instances. */
    const outcome = (service: string, caller: string | null): { fails: number; ms: number } => {
      let passes = 1;
      let ms = 0;
      for (const c of callees(graph, service)) {
        const below = outcome(c, service);
        passes *= 1 - below.fails;
        ms += below.ms;
      }
      const parts = versions(world, service, i).map((version) => ({
        fails: value(i, "errors", service, version, caller) ?? 0.001,
        ms: value(i, "ms", service, version, caller) ?? 15,
      }));
      const mean = (pick: (p: { fails: number; ms: number }) => number) =>
        parts.reduce((sum, p) => sum + pick(p), 0) / parts.length;
      return { fails: 1 - passes * (1 - mean((p) => p.fails)), ms: ms + mean((p) => p.ms) };
    };
    const visit = (service: string, caller: string | null, count: number) => {
      if (count <= 0) return;
      if (caller !== null) {
        const { fails, ms } = outcome(service, caller);
        const errors = Math.min(count, poisson(count * fails, random));
        window.edges.push({
          caller,
          callee: service,
          start: t,
          calls: count,
          errors,
          sumMs: count * ms,
        });
      }
      if (!world.silent.includes(service)) addRequests(service, count);
      for (const c of callees(graph, service)) visit(c, service, count);
    };
    const addRequests = (service: string, count: number) => {
      const below = callees(graph, service).map((c) => outcome(c, service));
      const passes = below.reduce((p, b) => p * (1 - b.fails), 1);
      const belowMs = below.reduce((sum, b) => sum + b.ms, 0);
      const now = versions(world, service, i);
      now.forEach((version, n) => {
        const part = count / now.length;
        const fails = 1 - passes * (1 - (value(i, "errors", service, version, null) ?? 0.001));
        const ms = belowMs + (value(i, "ms", service, version, null) ?? 15);
        const jitter = 0.97 + 0.06 * random();
        const buckets = emptyBuckets();
        for (const x of shape) {
          const at = bucketOf(x * ms * jitter);
          buckets[at] = (buckets[at] ?? 0) + part / shape.length;
        }
        const row = { service, version, instance: `${service}-${n + 1}`, start: t };
        const errors = Math.min(part, poisson(part * fails, random));
        window.requests.push({ ...row, count: part, errors, sumMs: part * ms * jitter, buckets });
      });
    };
    visit(entry, null, poisson(rate[i] ?? rate.at(-1) ?? 0, random));
    out.push({ requests: merge(window.requests), edges: window.edges });
  }
  return out;
}

/** Used heap per instance, one point a window, where a behaviour tells it. */
export function heaps(world: World, start: number, windows: number): SeriesRow[] {
  const value = reader(world);
  const rows = new Map<string, { row: SeriesRow; points: [number, number][] }>();
  for (let i = 0; i < windows; i++)
    for (const service of parseCalls(world.calls).graph.nodes)
      versions(world, service, i).forEach((version, n) => {
        const mb = value(i, "heapMb", service, version, null);
        if (mb === undefined) return;
        const instance = `${service}-${n + 1}-${version}`;
        const points: [number, number][] = rows.get(instance)?.points ?? [];
        points.push([start + i * windowMs, mb * 1e6]);
        const tags = { service, "service.instance.id": instance };
        const row = { service, metric: "v8js.memory.heap.used", tags, points };
        rows.set(instance, { row, points });
      });
  return [...rows.values()].map((r) => r.row);
}

function versions(world: World, service: string, window: number): string[] {
  const instances = ["v1", "v1"];
  for (const d of world.deploys)
    if (d.service === service)
      instances.forEach((_, n) => {
        instances[n] =
          window >= d.window + n ? d.to : instances[n] === "v1" ? d.from : (instances[n] ?? d.from);
      });
  return instances;
}

function reader(world: World) {
  const parsed = new Map<string, number[]>();
  const at = (key: string, what: keyof Behaviour, i: number): number | undefined => {
    const text = world.behaviour[key]?.[what];
    if (text === undefined) return undefined;
    const values = parsed.get(`${key}.${what}`) ?? series(text);
    parsed.set(`${key}.${what}`, values);
    return values[i] ?? values.at(-1);
  };
  return (
    i: number,
    what: keyof Behaviour,
    service: string,
    version: string,
    caller: string | null,
  ) =>
    (caller === null ? undefined : at(`${caller} > ${service}`, what, i)) ??
    at(`${service} ${version}`, what, i) ??
    at(service, what, i);
}

/** One row per instance: a service that several callers reach is counted once. */
function merge(rows: readonly RequestRow[]): RequestRow[] {
  const byInstance = new Map<string, RequestRow>();
  for (const r of rows) {
    const key = `${r.service} ${r.version} ${r.instance}`;
    const had = byInstance.get(key);
    byInstance.set(
      key,
      had
        ? {
            ...had,
            count: had.count + r.count,
            errors: had.errors + r.errors,
            sumMs: had.sumMs + r.sumMs,
            buckets: had.buckets.map((n, i) => n + (r.buckets[i] ?? 0)),
          }
        : r,
    );
  }
  return [...byInstance.values()];
}
