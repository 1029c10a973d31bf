/** A dependency: `from` calls `to`. `weight` is how often, in any unit, and defaults to 1. */
export type Edge = { from: string; to: string; weight?: number };

/** A directed graph of names. `out` holds what a node calls, `in` who calls it, both with the edge's weight. */
export type Digraph = {
  nodes: ReadonlySet<string>;
  out: ReadonlyMap<string, ReadonlyMap<string, number>>;
  in: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/** Builds the graph; parallel edges add up, a node that calls itself keeps no loop, `nodes` adds nodes without edges. */
export function digraph(edges: Iterable<Edge>, nodes: Iterable<string> = []): Digraph {
  const all = new Set(nodes);
  const out = new Map<string, Map<string, number>>();
  const into = new Map<string, Map<string, number>>();
  for (const { from, to, weight = 1 } of edges) {
    all.add(from).add(to);
    if (from === to) continue;
    add(out, from, to, weight);
    add(into, to, from, weight);
  }
  return { nodes: all, out, in: into };
}

function add(m: Map<string, Map<string, number>>, a: string, b: string, weight: number): void {
  const row = m.get(a) ?? new Map<string, number>();
  row.set(b, (row.get(b) ?? 0) + weight);
  m.set(a, row);
}

const none: ReadonlyMap<string, number> = new Map();

/** What `node` calls. */
export const callees = (g: Digraph, node: string): readonly string[] => [
  ...(g.out.get(node) ?? none).keys(),
];

/** Who calls `node`. */
export const callers = (g: Digraph, node: string): readonly string[] => [
  ...(g.in.get(node) ?? none).keys(),
];
