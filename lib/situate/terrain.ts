import type { Digraph } from "@/lib/graph/digraph";
import { distances } from "@/lib/graph/distances";

/** How far along calls an effect is believed to travel. */
const maxHops = 5;

/** What grouping and titles need to know of the estate, with distances computed once per service. */
export type Terrain = {
  graph: Digraph;
  /** Services seen only by their callers: databases, caches, foreign APIs. They have no anomalies of their own. */
  silent: ReadonlySet<string>;
  changes: readonly { id: string; service: string; title: string; at: number }[];
  /** Steps from a service to each service that it depends on, itself at 0 */
  below(service: string): ReadonlyMap<string, number>;
};

export function terrain(
  graph: Digraph,
  silent: Iterable<string> = [],
  changes: Terrain["changes"] = [],
): Terrain {
  const cache = new Map<string, Map<string, number>>();
  return {
    graph,
    silent: new Set(silent),
    changes,
    below(service) {
      const known = cache.get(service);
      if (known) return known;
      const made = distances(graph, service, "out", maxHops);
      cache.set(service, made);
      return made;
    },
  };
}
