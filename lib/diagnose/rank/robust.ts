import { defineRanker } from "./ranker";

/** RobustScorer (Pham et al., BARO, FSE 2024): order by how many interquartile ranges the worst signal left its median. */
export const robust = defineRanker({
  name: "deviation",
  title: "How far it left the usual",
  rank: ({ nodes }) => new Map([...nodes].map(([n, { score }]) => [n, score])),
  says: (_, node, value) =>
    `${node} is ${value >= 100 ? "over 100" : value.toFixed(1)} times its usual spread away from the usual`,
});
