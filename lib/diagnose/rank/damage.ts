import { defineRanker } from "./ranker";

/** What came on top of the usual, over all its requests: a rare call that became ten times slower hurts little. */
export const damage = defineRanker({
  name: "damage",
  title: "How much it adds to the trouble",
  rank: ({ nodes }) =>
    new Map([...nodes].flatMap(([n, { extra }]) => (extra === undefined ? [] : [[n, extra]]))),
  says: ({ nodes }, node, value) => {
    const all = [...nodes.values()].reduce((sum, n) => sum + (n.extra ?? 0), 0);
    return `${node} sees ${Math.round((100 * value) / Math.max(all, 1e-9))} % of what came on top of the usual`;
  },
});
