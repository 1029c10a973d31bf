import { formatValue } from "../chart/format-value";
import type { DiffData, GraphEdge, GraphNode, ShownEdge, ShownNode } from "./graph-data";

type DiffedEdge = DiffData["edges"][number];

/** One sentence for each thing that changed: "p95 120 ms → 340 ms". */
export function changeWords(e: Pick<DiffedEdge, "changes">): string[] {
  const name = { rate: "calls", errors: "failing", p95: "p95" } as const;
  const unit = { rate: "req/s", errors: "ratio", p95: "ms" } as const;
  return e.changes.map(
    (c) =>
      `${name[c.signal]} ${formatValue(c.before, unit[c.signal])} → ${formatValue(c.after, unit[c.signal])}`,
  );
}

const blank = {
  calls: 0,
  rate: null,
  errorShare: null,
  p50: null,
  p95: null,
  p99: null,
  health: "unknown",
  objective: { errors: null, p95Ms: null, errorsFrom: "none", p95From: "none" },
  missed: [],
  anomalies: [],
  group: null,
  tags: {},
  version: null,
  versions: 0,
  change: null,
  changeAt: null,
  suspect: null,
  order: null,
} as const satisfies Omit<GraphNode, "name" | "external">;

/** The graph with what a comparison says of it: what is gone is drawn as well, what was added and changed is marked. */
export function withDiff(
  graph: { nodes: readonly GraphNode[]; edges: readonly GraphEdge[] },
  diff: DiffData,
): { nodes: ShownNode[]; edges: ShownEdge[] } {
  const key = (e: { caller: string; callee: string }) => `${e.caller}\t${e.callee}`;
  const drawnNodes = new Map(graph.nodes.map((n) => [n.name, n]));
  const drawnEdges = new Map(graph.edges.map((e) => [key(e), e]));
  const nodes = new Map<string, ShownNode>(drawnNodes);
  for (const { name, external, status } of diff.nodes)
    nodes.set(name, {
      ...(drawnNodes.get(name) ?? { ...blank, missed: [], anomalies: [], name, external }),
      status,
    });
  const edges = new Map<string, ShownEdge>(drawnEdges);
  for (const d of diff.edges) {
    const figures = d.after ?? d.before;
    edges.set(key(d), {
      ...(drawnEdges.get(key(d)) ?? {
        caller: d.caller,
        callee: d.callee,
        calls: 0,
        errors: 0,
        rate: figures?.rate ?? 0,
        errorShare: figures?.errorShare ?? 0,
        p50: null,
        p95: figures?.p95 ?? null,
        p99: null,
        lastAt: null,
        stale: false,
        health: "ok" as const,
        missed: [],
      }),
      status: d.status,
      says: changeWords(d),
    });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}
