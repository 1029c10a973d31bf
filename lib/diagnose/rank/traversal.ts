import { callees } from "@/lib/graph/digraph";
import { defineRanker, scoreOf } from "./ranker";

/** From this log score on a node counts as abnormal on the way down. */
const bar = Math.log1p(4);

/**
 * Anomaly traversal: from the entry down along abnormal calls; nodes at which the path ends, because nothing below is
 * abnormal, are the candidates, ordered by their own score. Published mark on PetShop (Hardt et al., CLeaR 2024).
 */
export const traversal = defineRanker({
  name: "traversal",
  title: "The end of the abnormal path",
  rank: (view) => {
    const value = new Map<string, number>();
    const seen = new Set([view.entry]);
    const todo = [view.entry];
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      const bad = callees(view.graph, node).filter((c) => scoreOf(view, c) >= bar);
      if (bad.length === 0 && scoreOf(view, node) >= bar) value.set(node, scoreOf(view, node));
      for (const c of bad) if (!seen.has(c)) seen.add(c) && todo.push(c);
    }
    return value;
  },
  says: ({ entry }, node, value) =>
    value > 0
      ? `The path of abnormal calls from ${entry} ends at ${node}`
      : `The path of abnormal calls from ${entry} does not end at ${node}`,
});
