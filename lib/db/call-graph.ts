import { type Digraph, digraph } from "../graph/digraph";
import type { Tx } from "./client";

/**
 * Who called whom in the edge windows that begin in [fromMs, toMs); an edge's weight is its number of calls.
 * `silent` are the services that only their callers speak of: databases, caches, foreign APIs.
 */
export async function loadCallGraph(
  tx: Tx,
  fromMs: number,
  toMs: number,
): Promise<{ graph: Digraph; silent: Set<string> }> {
  const edges = await tx.edgeWindow.groupBy({
    by: ["caller", "callee"],
    where: { start: { gte: new Date(fromMs), lt: new Date(toMs) } },
    _sum: { calls: true },
  });
  const services = await tx.service.findMany({ select: { name: true, kind: true } });
  const graph = digraph(
    edges.map((e) => ({ from: e.caller, to: e.callee, weight: e._sum.calls ?? 0 })),
    services.filter((s) => s.kind !== "external").map((s) => s.name),
  );
  const speaking = new Set(services.filter((s) => s.kind !== "external").map((s) => s.name));
  return { graph, silent: new Set([...graph.nodes].filter((n) => !speaking.has(n))) };
}
