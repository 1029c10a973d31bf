import { callees } from "@/lib/graph/digraph";
import { defineRanker, scoreOf } from "./ranker";

/** Excess over callees: ln(1 + s) − ½ · the largest ln(1 + s) among what it calls. A node that suffers ranks below what it suffers from. */
export const excess = defineRanker({
  name: "excess",
  title: "More abnormal than what it calls",
  rank: (view) =>
    new Map(
      [...view.nodes.keys()].map((n) => [
        n,
        scoreOf(view, n) -
          0.5 * Math.max(0, ...callees(view.graph, n).map((c) => scoreOf(view, c))),
      ]),
    ),
  says: (view, node) => {
    const below = callees(view.graph, node).filter((c) => (view.nodes.get(c)?.score ?? 0) > 0);
    const worst = below.sort((a, b) => scoreOf(view, b) - scoreOf(view, a))[0];
    return worst
      ? `${node} deviates ${(scoreOf(view, node) / Math.max(scoreOf(view, worst), 1e-9)).toFixed(1)}× as much as its worst callee ${worst} (log scale)`
      : `Nothing that ${node} calls is abnormal`;
  },
});
