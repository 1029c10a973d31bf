import { distances } from "@/lib/graph/distances";
import { topmost } from "@/lib/graph/topmost";
import type { Evidence } from "./model";
import { fuse } from "./rank/fuse";
import { rankers } from "./rank/index";
import type { RankView } from "./rank/ranker";
import type { Data, Scene } from "./scene";
import { type Strain, strained, strains } from "./strain";

export type RankedService = {
  service: string;
  /** Sum of the evidence's weights, in log odds */
  sum: number;
  strain: Strain;
  evidence: Evidence[];
};

/**
 * The strained services, likeliest cause first: each ranker orders them, reciprocal rank fusion combines the orders, and
 * each ranker's part is a piece of evidence.
 */
export function rankServices(scene: Scene, data: Data): RankedService[] {
  const found = strains(scene, data);
  const nodes = new Map([...found].filter(([, s]) => s.score >= strained));
  if (nodes.size === 0) return [];
  const below = (s: string) => distances(scene.graph, s, "out");
  const view: RankView = {
    graph: scene.graph,
    nodes,
    entry: topmost([...nodes.keys()], below) ?? "",
  };
  return fuse(rankers, view).flatMap(({ node, sum, places }) => {
    const strain = nodes.get(node);
    if (!strain) return [];
    const evidence = places.map(({ ranker, place, value, weight }) => ({
      name: ranker.name,
      says: `${ranker.says(view, node, value, place)} (place ${place} of ${nodes.size}).`,
      weight,
    }));
    return { service: node, sum, strain, evidence };
  });
}
