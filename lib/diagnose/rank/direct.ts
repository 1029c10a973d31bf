import { defineRanker } from "./ranker";

/** From this many usual spreads on something unusual is done at all; below it for all, nothing is told. */
const unusual = 1;

/**
 * Evidence that no other service can have caused: its own time, its network, the turn that its own code took, its own
 * resources. It weighs as much as all orders by symptoms together.
 */
export const direct = defineRanker({
  name: "direct",
  title: "What is its own doing",
  weight: 4,
  rank: ({ nodes }) => {
    const told = [...nodes].flatMap(([n, { direct }]): [string, number][] =>
      direct === undefined ? [] : [[n, direct]],
    );
    return new Map(told.some(([, v]) => v >= unusual) ? told : []);
  },
  says: ({ nodes }, node, value) =>
    value > 0 && nodes.get(node)?.does
      ? `${node} itself: ${nodes.get(node)?.does}`
      : value > 0
        ? `${node} itself does what it usually does not (${value >= 100 ? "over 100" : value.toFixed(1)} usual spreads)`
        : `Nothing that ${node} itself does is unusual`,
});
