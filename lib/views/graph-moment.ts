import type { Db } from "../db/client";
import type { GraphSnapshotBody } from "../ingest/model";
import { snapshotAt } from "../ingest/snapshot-store";
import {
  affordableStart,
  type Measured,
  type MeasuredEdge,
  measure,
  readEdges,
  readTraffic,
} from "../ingest/traffic-store";

const keptMs = 7 * 86_400_000;

type Counted = Omit<Measured, "rate">;
export type MomentEdge = Measured & { caller: string; callee: string; lastAt: number | null };
/** What was counted of the graph within a window. */
export type Moment = {
  from: number;
  to: number;
  /** The snapshot that it was read from; null when counted windows were still there */
  snapshot: { id: string; title: string; source: string } | null;
  /** Requests of services, by themselves or, of those that tell nothing, by their callers */
  nodes: Map<string, Measured & { external: boolean | null; tags: Record<string, string> }>;
  edges: MomentEdge[];
};

/** The graph within [from, to): from its windows, or from the nearest snapshot when these are gone. */
export async function readMoment(db: Db, from: number, to: number, now: number): Promise<Moment> {
  if (to < now - keptMs) {
    const kept = await snapshotAt(db.prisma, to);
    if (kept) return momentOfSnapshot(kept);
  }
  const start = await affordableStart(db.pool, from, to);
  const [traffic, edges] = await Promise.all([
    readTraffic(db.pool, start, to),
    readEdges(db.pool, start, to),
  ]);
  const seconds = secondsOf(edges, (to - start) / 1000);
  const nodes: Moment["nodes"] = new Map(
    [...traffic].map(([name, m]) => [name, { ...m, external: false, tags: {} }]),
  );
  for (const [name, inbound] of byCallee(edges))
    if (!nodes.has(name))
      nodes.set(name, { ...measure(together(inbound), seconds), external: null, tags: {} });
  for (const { caller } of edges)
    if (!nodes.has(caller)) nodes.set(caller, { ...nothing, external: null, tags: {} });
  return {
    from: start,
    to,
    snapshot: null,
    nodes,
    edges: edges.map(({ buckets: _, ...e }) => e),
  };
}

/** A snapshot as a moment: of what it does not hold the worst of the calls stands for all. */
export function momentOfSnapshot(kept: {
  id: string;
  title: string;
  source: string;
  from: number;
  to: number;
  body: GraphSnapshotBody;
}): Moment {
  const { body, from, to } = kept;
  const seconds = Math.max(1, (to - from) / 1000);
  const rated = (c: { calls: number; errors: number } & Quantiles): Measured => ({
    calls: c.calls,
    errors: c.errors,
    p50: c.p50,
    p95: c.p95,
    p99: c.p99,
    rate: c.calls / seconds,
    errorShare: c.calls > 0 ? c.errors / c.calls : 0,
  });
  const inbound = byCallee(body.edges);
  return {
    from,
    to,
    snapshot: { id: kept.id, title: kept.title, source: kept.source },
    nodes: new Map(
      body.nodes.map((n) => [
        n.name,
        {
          ...rated(n.requests ?? worst(inbound.get(n.name) ?? [])),
          external: n.external,
          tags: n.tags,
        },
      ]),
    ),
    edges: body.edges.map((e) => ({
      ...rated(e),
      caller: e.caller,
      callee: e.callee,
      lastAt: e.lastAt,
    })),
  };
}

type Quantiles = Pick<Counted, "p50" | "p95" | "p99">;
const nothing: Measured = {
  calls: 0,
  errors: 0,
  rate: 0,
  errorShare: 0,
  p50: null,
  p95: null,
  p99: null,
};

function byCallee<E extends { callee: string }>(edges: readonly E[]): Map<string, E[]> {
  const map = new Map<string, E[]>();
  for (const e of edges) {
    const list = map.get(e.callee) ?? [];
    map.set(e.callee, list);
    list.push(e);
  }
  return map;
}

function together(edges: readonly MeasuredEdge[]) {
  const buckets: number[] = [];
  for (const e of edges)
    e.buckets.forEach((n, i) => {
      buckets[i] = (buckets[i] ?? 0) + n;
    });
  return { calls: sum(edges, "calls"), errors: sum(edges, "errors"), buckets };
}

const worst = (edges: readonly (Quantiles & { calls: number; errors: number })[]) => {
  const most = (key: keyof Quantiles) =>
    edges.reduce<number | null>((a, e) => (e[key] === null ? a : Math.max(a ?? 0, e[key])), null);
  return {
    calls: sum(edges, "calls"),
    errors: sum(edges, "errors"),
    p50: most("p50"),
    p95: most("p95"),
    p99: most("p99"),
  };
};

const sum = <K extends string>(rows: readonly Record<K, number>[], key: K) =>
  rows.reduce((total, r) => total + r[key], 0);

/** The seconds that all edges' rates were shared out over. */
const secondsOf = (edges: readonly MeasuredEdge[], otherwise: number): number => {
  const e = edges.find((x) => x.rate > 0);
  return Math.max(1, e ? e.calls / e.rate : otherwise);
};
