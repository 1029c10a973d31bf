import { defineRanker } from "./ranker";

/**
 * How much a node's signals say, by how rarely past situations showed them (lib/diagnose/rarity.ts): what is unusual in every
 * situation is nobody's cause.
 */
export const rare = defineRanker({
  name: "rarity",
  title: "Shows what is rarely seen",
  rank: ({ nodes }) =>
    new Map([...nodes].flatMap(([n, { tells }]) => (tells === undefined ? [] : [[n, tells]]))),
  says: (_, node, value) =>
    `What ${node} shows is ${value >= 2 ? "rare" : value >= 0.7 ? "uncommon" : "common"} in past situations (${value.toFixed(1)} nats)`,
});
