import type { Digraph } from "@/lib/graph/digraph";
import { distances } from "@/lib/graph/distances";
import type { Learned } from "./model";

/** How far along calls an effect is believed to travel. */
const maxHops = 5;

/** What people and verified recoveries have taught: pairs of services by `pairKey`, signals by service and metric. */
export type Memory = {
  ties: ReadonlyMap<string, Learned>;
  /** Keys as `trustKey` makes them */
  trust: ReadonlyMap<string, Learned>;
};
const nothing: Memory = { ties: new Map(), trust: new Map() };

export const trustKey = (service: string | null, metric: string): string =>
  `${service ?? ""}\n${metric}`;

/** What grouping and titles need to know of the estate, with distances computed once per service. */
export type Terrain = {
  graph: Digraph;
  /** Services seen only by their callers: databases, caches, foreign APIs. They have no anomalies of their own. */
  silent: ReadonlySet<string>;
  changes: readonly { id: string; service: string; title: string; at: number }[];
  memory: Memory;
  /** Steps from a service to each service that it depends on, itself at 0 */
  below(service: string): ReadonlyMap<string, number>;
  /** All that speak and hang together with a service by calls in any direction, itself too */
  region(service: string): ReadonlySet<string>;
  /** Whether no call to or from a service is known */
  isAlone(service: string): boolean;
  /** The silent ones that a service calls itself */
  silentBelow(service: string): readonly string[];
};

export function terrain(
  graph: Digraph,
  silent: Iterable<string> = [],
  changes: Terrain["changes"] = [],
  memory: Memory = nothing,
): Terrain {
  const cache = new Map<string, Map<string, number>>();
  const mute = new Set(silent);
  const regions = new Map<string, ReadonlySet<string>>();
  const mutes = new Map<string, string[]>();
  return {
    graph,
    silent: mute,
    changes,
    memory,
    below(service) {
      const known = cache.get(service);
      if (known) return known;
      const made = distances(graph, service, "out", maxHops);
      cache.set(service, made);
      return made;
    },
    region(service) {
      const known = regions.get(service);
      if (known) return known;
      const all = new Set([service]);
      for (const s of all)
        for (const way of [graph.out, graph.in])
          for (const t of way.get(s)?.keys() ?? []) all.add(t);
      const region = new Set([...all].filter((s) => !mute.has(s)));
      for (const s of region) regions.set(s, region);
      return region;
    },
    isAlone: (service) => !graph.out.has(service) && !graph.in.has(service),
    silentBelow(service) {
      const known = mutes.get(service);
      if (known) return known;
      const made = [...(graph.out.get(service)?.keys() ?? [])].filter((c) => mute.has(c));
      mutes.set(service, made);
      return made;
    },
  };
}
