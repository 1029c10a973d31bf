import { defineRanker, scoreOf } from "./ranker";

/** What is left of a node's deviation when the part that its callees explain is taken off. */
export const ownShare = defineRanker({
  name: "own-share",
  title: "Not explained by what it calls",
  rank: (view) => new Map([...view.nodes].map(([n, { own }]) => [n, own * scoreOf(view, n)])),
  says: ({ nodes }, node) =>
    `${Math.round((nodes.get(node)?.own ?? 1) * 100)} % of what is wrong at ${node} is its own, not its callees'`,
});
