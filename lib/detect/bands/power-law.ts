import { z } from "zod";
import { defineBand } from "../forecaster";
import { writeWidths } from "./additive";

/**
 * Bounds ŷ ± k·a·|ŷ|^b: noise that grows with the level, b = ½ for counts of independent things (Poisson), b = 1 for
 * noise in proportion. The score is a convention: see the additive band.
 */
export const powerLaw = defineBand({
  name: "power-law",
  title: "Grows with the expected value",
  params: z.object({
    scale: z.number().gt(0).default(1).meta({
      title: "Noise at level 1",
      description: "Standard deviation of the series where the expected value is 1.",
    }),
    exponent: z.number().min(0).max(2).default(0.5).meta({
      title: "Growth",
      description: "0.5 for counts, 1 for noise in proportion to the level.",
    }),
    weakMultiple: z.number().gt(0).default(3).meta({
      title: "Weak beyond",
      description: "Multiple of the noise that is weakly anomalous.",
      unit: "σ",
    }),
    strongMultiple: z.number().gt(0).default(4).meta({
      title: "Strong beyond",
      description: "Multiple of the noise that is strongly anomalous.",
      unit: "σ",
    }),
  }),
  init: () => ({}),
  judge(_s, _t, expected, value, p, out) {
    const sigma = Math.min(p.scale * Math.abs(expected) ** p.exponent, 1e200);
    writeWidths(expected, value, p.weakMultiple * sigma, p.strongMultiple * sigma, out);
  },
  update() {},
});
