import { defineRanker } from "./ranker";

/** Correlation with the entry's trouble over the same windows: a cause comes and goes with its symptom. */
export const follows = defineRanker({
  name: "follows",
  title: "Comes and goes with the trouble",
  rank: ({ entry, nodes }) => {
    const known = [...nodes].flatMap(([n, { follows }]): [string, number][] =>
      follows === undefined ? [] : [[n, follows]],
    );
    // The entry follows itself, which says nothing: it gets what the best of the others has.
    const best = Math.max(...known.filter(([n]) => n !== entry).map(([, v]) => v));
    return new Map(known.map(([n, v]) => [n, n === entry && Number.isFinite(best) ? best : v]));
  },
  says: ({ entry }, node, value) =>
    node === entry
      ? `${node} is where the trouble is seen`
      : `${node} moves with ${entry} (correlation ${value.toFixed(2)})`,
});
