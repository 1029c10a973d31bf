import { strained } from "../strain";
import { aliases } from "./aliases";
import { fuse, type Place } from "./fuse";
import { rankers } from "./index";
import type { RankView } from "./ranker";

/**
 * The one way in which causes are ranked, for the product as for the benches: addresses that only stand for a speaking node
 * are left out (`silent`: nodes that say nothing of themselves), then all rankers are fused. Best first.
 */
export function combined(
  view: RankView,
  silent: ReadonlySet<string>,
): { node: string; sum: number; places: Place[] }[] {
  const score = (n: string) => view.nodes.get(n)?.score ?? 0;
  const behind = aliases(view.graph, silent, score, strained / 2);
  const nodes = new Map([...view.nodes].filter(([n]) => !behind.has(n)));
  return fuse(rankers, { ...view, nodes });
}
