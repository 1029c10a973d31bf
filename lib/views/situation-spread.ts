import { callees, callers, type Digraph } from "../graph/digraph";
import { distances } from "../graph/distances";

export type SpreadNode = {
  service: string;
  /** Order of leaving its band, 1 first; null for a neighbour that stayed healthy */
  order: number | null;
  /** Epoch ms at which it broke */
  at: number | null;
  /** Column from the left: callers before callees */
  layer: number;
};

const maxNeighbours = 4;

type Broken = { service: string; at: number };

/** Closer than this nobody can say who was first: windows are 10 s wide and what is counted in them smears over two. */
export const smearMs = 20_000;

/** Services in the order in which they left their band; of those that did together, the one that others depend on first. */
export function brokenOf(
  members: readonly { service: string | null; startedAt: number }[],
  graph: Digraph,
): Broken[] {
  const at = new Map<string, number>();
  for (const m of members)
    if (m.service !== null)
      at.set(m.service, Math.min(at.get(m.service) ?? m.startedAt, m.startedAt));
  const start = Math.min(...at.values());
  const rows = [...at].map(([service, since]) => ({
    service,
    at: since,
    turn: Math.floor((since - start) / smearMs),
    dependents: [...distances(graph, service, "in").keys()].filter((s) => at.has(s)).length,
  }));
  return rows
    .sort((a, b) => a.turn - b.turn || b.dependents - a.dependents || a.at - b.at)
    .map(({ service, at: since }) => ({ service, at: since }));
}

/** The services that broke, in order, with what they call: one hop further, callers on the left. */
export function spreadOf(
  graph: Digraph,
  broken: readonly Broken[],
): { nodes: SpreadNode[]; edges: { from: string; to: string }[] } {
  const names = broken.map((b) => b.service);
  const hit = new Set(names);
  const around = new Map<string, number>();
  for (const name of names)
    for (const near of [...callees(graph, name), ...callers(graph, name)])
      if (!hit.has(near)) around.set(near, (around.get(near) ?? 0) + 1);
  const neighbours = [...around]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, maxNeighbours)
    .map(([name]) => name);
  const shown = new Set([...names, ...neighbours]);
  const edges = [...shown].flatMap((from) =>
    callees(graph, from)
      .filter((to) => shown.has(to) && (hit.has(from) || hit.has(to)))
      .map((to) => ({ from, to })),
  );
  const layers = layersOf([...shown], edges);
  return {
    nodes: [...shown].map((service) => {
      const order = names.indexOf(service);
      return {
        service,
        order: order < 0 ? null : order + 1,
        at: broken[order]?.at ?? null,
        layer: layers.get(service) ?? 0,
      };
    }),
    edges,
  };
}

/** Column of each node: one more than its furthest caller's. A cycle is cut where it would come back. */
export function layersOf(
  nodes: readonly string[],
  edges: readonly { from: string; to: string }[],
): Map<string, number> {
  const into = new Map<string, string[]>();
  for (const { from, to } of edges) into.set(to, [...(into.get(to) ?? []), from]);
  const layers = new Map<string, number>();
  const visit = (node: string, path: ReadonlySet<string>): number => {
    const known = layers.get(node);
    if (known !== undefined) return known;
    const above = (into.get(node) ?? []).filter((from) => !path.has(from));
    const next = new Set(path).add(node);
    const layer = above.length === 0 ? 0 : 1 + Math.max(...above.map((from) => visit(from, next)));
    layers.set(node, layer);
    return layer;
  };
  for (const node of nodes) visit(node, new Set([node]));
  return layers;
}
