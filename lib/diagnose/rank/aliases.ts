import { callees, callers, type Digraph } from "@/lib/graph/digraph";
import { distances } from "@/lib/graph/distances";

/**
 * Silent nodes that are most likely only the address of a speaking one: a load balancer or host name as a caller sees it.
 * Such a node calls nothing itself, is not all that its callers suffer from, and one of its callers also calls a speaking
 * node that is `abnormal` and does not depend on it. What a speaking node says of itself outweighs how an address looks.
 * Returns address → who stands behind it, the worst of the candidates by `score`.
 */
export function aliases(
  graph: Digraph,
  silent: ReadonlySet<string>,
  score: (node: string) => number,
  abnormal: number,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const address of silent) {
    if (callees(graph, address).length > 0) continue;
    const behind = callers(graph, address)
      .flatMap((caller) => callees(graph, caller))
      .filter((n) => !silent.has(n) && score(n) >= abnormal)
      .filter((n) => !distances(graph, n, "out").has(address))
      .sort((a, b) => score(b) - score(a))[0];
    if (behind !== undefined) found.set(address, behind);
  }
  return found;
}
