import { distances } from "@/lib/graph/distances";
import type { Scene } from "./scene";

/** How far a change's effect is believed to climb from its service to callers. */
const maxHops = 5;

/**
 * Where a change of `service` first shows: the service itself when it is abnormal, else the earliest abnormal service that
 * depends on it, with its onset and how many calls away. Null when it can reach none: a change hurts only its own
 * service and those that call it.
 */
export function reachedBy(
  scene: Scene,
  onsets: ReadonlyMap<string, number>,
  service: string,
): { service: string; at: number; hops: number } | null {
  const own = onsets.get(service);
  if (own !== undefined) return { service, at: own, hops: 0 };
  const callers = distances(scene.graph, service, "in", maxHops);
  let best: { service: string; at: number; hops: number } | null = null;
  for (const [name, at] of onsets) {
    const hops = callers.get(name);
    if (hops !== undefined && (!best || at < best.at)) best = { service: name, at, hops };
  }
  return best;
}
