import { z } from "zod";
import { quartiles } from "@/lib/math/median";
import { defineTrainer, known, limits, tails } from "./trainer";

/**
 * Tukey's fences (1977): Q1 − k · IQR and Q3 + k · IQR. A quarter of the history may be an incident without moving
 * them. Of a series that is mostly one value (errors at 0) the fences are that value: give such a one a limit by hand.
 */
export const quartile = defineTrainer({
  name: "quartile",
  title: "Quartiles and the distance between them",
  suits: "Series with outliers or incidents in their history.",
  detector: "constant-threshold",
  params: z.object({
    side: tails("both"),
    weakRanges: z.number().gt(0).max(100).default(1.5).meta({
      title: "Weak beyond",
      description: "Distance from the nearer quartile that is weakly anomalous.",
      unit: "interquartile ranges",
    }),
    strongRanges: z.number().gt(0).max(100).default(3).meta({
      title: "Strong beyond",
      description: "Distance from the nearer quartile that is strongly anomalous.",
      unit: "interquartile ranges",
    }),
  }),
  train(values, p) {
    const [q1, , q3] = quartiles(known(values, 4));
    const range = q3 - q1;
    return limits(
      p.side,
      { weak: q3 + p.weakRanges * range, strong: q3 + p.strongRanges * range },
      { weak: q1 - p.weakRanges * range, strong: q1 - p.strongRanges * range },
    );
  },
});
