import { z } from "zod";
import type { GraphSnapshotBody } from "./model";

const node = z.object({
  name: z.string().trim().min(1).max(200),
  tags: z.record(z.string(), z.string()).default({}),
});
const time = z.number().int().min(0).max(9_999_999_999_999);

/** A service graph as Haystack's service-graph component stores it: github.com/ExpediaDotCom/haystack-service-graph, Apache-2.0. */
export const haystackGraph = z.object({
  edges: z
    .array(
      z.object({
        source: node,
        destination: node,
        stats: z.object({
          count: z.number().min(0),
          errorCount: z.number().min(0),
          /** Epoch ms */
          lastSeen: time.optional(),
        }),
        /** Epoch ms between which it was counted */
        effectiveFrom: time,
        effectiveTo: time,
      }),
    )
    .min(1, "The graph has no edges.")
    .max(50_000),
});

/**
 * Haystack's graph as a snapshot. It tells services apart by name and tags, so an edge may be there more than once: calls
 * add up, tags are joined. It holds no latencies. Who calls nobody is drawn like any service: it does not say who is external.
 */
export function readHaystackGraph(graph: z.infer<typeof haystackGraph>): {
  body: GraphSnapshotBody;
  fromMs: number;
  toMs: number;
} {
  const nodes = new Map<string, Map<string, Set<string>>>();
  const edges = new Map<string, GraphSnapshotBody["edges"][number]>();
  for (const { source, destination, stats } of graph.edges) {
    for (const { name, tags } of [source, destination]) {
      const known = nodes.get(name) ?? new Map<string, Set<string>>();
      nodes.set(name, known);
      for (const [tag, value] of Object.entries(tags))
        known.set(tag, new Set([...(known.get(tag) ?? []), ...value.split(",")]));
    }
    const key = `${source.name}\t${destination.name}`;
    const old = edges.get(key);
    edges.set(key, {
      caller: source.name,
      callee: destination.name,
      calls: (old?.calls ?? 0) + stats.count,
      errors: (old?.errors ?? 0) + Math.min(stats.errorCount, stats.count),
      p50: null,
      p95: null,
      p99: null,
      lastAt: Math.max(old?.lastAt ?? 0, stats.lastSeen ?? 0) || null,
    });
  }
  const fromMs = graph.edges.reduce(
    (a, e) => Math.min(a, e.effectiveFrom),
    Number.POSITIVE_INFINITY,
  );
  const toMs = graph.edges.reduce((a, e) => Math.max(a, e.effectiveTo), 0);
  return {
    body: {
      nodes: [...nodes].sort(byName).map(([name, tags]) => ({
        name,
        external: false,
        tags: Object.fromEntries([...tags].map(([t, v]) => [t, [...v].sort().join(",")])),
      })),
      edges: [...edges.values()],
    },
    fromMs,
    toMs: Math.max(toMs, fromMs + 1),
  };
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
