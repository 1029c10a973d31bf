import { defineRanker } from "./ranker";

/**
 * Evidence that no other service can have caused: its own time, its network, the turn that its own code took, its own
 * resources. It weighs as much as all orders by symptoms together.
 */
export const direct = defineRanker({
  name: "direct",
  title: "What is its own doing",
  weight: 4,
  rank: ({ nodes }) =>
    new Map([...nodes].flatMap(([n, { direct }]) => (direct === undefined ? [] : [[n, direct]]))),
  says: (_, node, value) =>
    value > 0
      ? `${node} itself does what it usually does not (${value >= 100 ? "over 100" : value.toFixed(1)} usual spreads)`
      : `Nothing that ${node} itself does is unusual`,
});
