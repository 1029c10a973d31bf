import { distances } from "@/lib/graph/distances";
import { topmost } from "@/lib/graph/topmost";
import { againstEntry } from "./against-entry";
import type { Evidence } from "./model";
import { combined } from "./rank/combined";
import type { RankNode, RankView } from "./rank/ranker";
import type { Data, Scene } from "./scene";
import { sceneTraces } from "./scene-traces";
import { type Strain, strained, strains } from "./strain";
import { tellsOf } from "./tells";

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
  const bad = new Map([...found].filter(([, s]) => s.score >= strained));
  if (bad.size === 0) return [];
  const below = (s: string) => distances(scene.graph, s, "out");
  const entry = topmost([...bad.keys()], below) ?? "";
  const against = againstEntry(scene, data, bad, entry);
  const direct = sceneTraces(scene, data.spans ?? []);
  const tells = tellsOf(scene);
  const nodes = new Map(
    [...bad].map(([name, { score, own, onset }]): [string, RankNode] => {
      const told = direct.get(name);
      const does = told && { direct: told.score, does: told.says };
      const known = tells.get(name);
      const rare = known !== undefined && { tells: known };
      return [name, { score, own, onset, ...against.get(name), ...does, ...rare }];
    }),
  );
  const view: RankView = { graph: scene.graph, nodes, entry };
  return combined(view, scene.silent).flatMap(({ node, sum, places }) => {
    const strain = bad.get(node);
    if (!strain) return [];
    const evidence = places.map(({ ranker, place, value, weight }) => ({
      name: ranker.name,
      says: `${ranker.says(view, node, value, place)} (place ${place} of ${nodes.size}).`,
      weight,
    }));
    return { service: node, sum, strain, evidence };
  });
}
