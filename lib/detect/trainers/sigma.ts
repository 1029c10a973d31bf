import { z } from "zod";
import { defineTrainer, known, limits, tails } from "./trainer";

/**
 * Limits at mean ± k · s, s with n − 1. Right for noise that is roughly normal; one incident in the history widens it
 * (take the quartiles there), and the limits of a wave are as wide as the wave.
 */
export const sigma = defineTrainer({
  name: "sigma",
  title: "Standard deviations around the mean",
  suits: "Steady series with noise on both sides and a history without incidents.",
  detector: "constant-threshold",
  params: z.object({
    side: tails("both"),
    weakSigmas: z.number().gt(0).max(100).default(3).meta({
      title: "Weak beyond",
      description: "Distance from the mean that is weakly anomalous.",
      unit: "σ",
    }),
    strongSigmas: z.number().gt(0).max(100).default(5).meta({
      title: "Strong beyond",
      description: "Distance from the mean that is strongly anomalous.",
      unit: "σ",
    }),
  }),
  train(values, p) {
    const finite = known(values, 2);
    const mean = finite.reduce((a, b) => a + b, 0) / finite.length;
    const sd = Math.sqrt(finite.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (finite.length - 1));
    return limits(
      p.side,
      { weak: mean + p.weakSigmas * sd, strong: mean + p.strongSigmas * sd },
      { weak: mean - p.weakSigmas * sd, strong: mean - p.strongSigmas * sd },
    );
  },
});
