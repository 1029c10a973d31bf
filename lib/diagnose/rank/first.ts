import { distances } from "@/lib/graph/distances";
import { defineRanker } from "./ranker";

/** Onsets closer than this are simultaneous: windows are 10 s wide and what is counted in them smears over two. */
const smearMs = 20_000;

/** First to break: the earlier onset ranks higher; of simultaneous ones the deeper, which the others depend on. */
export const first = defineRanker({
  name: "onset",
  title: "Broke before the others",
  rank: ({ nodes, graph }) => {
    const known = [...nodes].filter(([, n]) => n.onset !== null);
    const start = Math.min(...known.map(([, n]) => n.onset ?? 0));
    const depth = (node: string) =>
      [...distances(graph, node, "in").keys()].filter((n) => nodes.has(n)).length;
    return new Map(
      known.map(([name, n]) => [
        name,
        -Math.floor(((n.onset ?? start) - start) / smearMs) + depth(name) / (nodes.size + 1),
      ]),
    );
  },
  says: ({ nodes }, node, _value, place) => {
    const at = nodes.get(node)?.onset ?? null;
    const start = Math.min(...[...nodes.values()].map((n) => n.onset ?? Number.POSITIVE_INFINITY));
    if (at === null) return `When ${node} broke is not known`;
    const late = Math.round((at - start) / 1000);
    return late < smearMs / 1000
      ? `${node} was among the first to break${place === 1 ? ", and the others depend on it" : ""}`
      : `${node} broke ${late} s after the first`;
  },
});
