import { randomWalk } from "@/lib/graph/random-walk";
import { defineRanker, scoreOf } from "./ranker";

/** Random walk from the entry along calls towards what is abnormal; see lib/graph/random-walk.ts. */
export const walk = defineRanker({
  name: "walk",
  title: "Where a walk along abnormal calls ends",
  rank: (view) => {
    if (!view.nodes.has(view.entry)) return new Map();
    const mass = randomWalk(view.graph, view.entry, (n) => scoreOf(view, n));
    return new Map([...view.nodes.keys()].map((n) => [n, mass.get(n) ?? 0]));
  },
  says: ({ entry }, node, value) =>
    `A walk from ${entry} along abnormal calls is at ${node} ${Math.round(value * 100)} % of the time`,
});
