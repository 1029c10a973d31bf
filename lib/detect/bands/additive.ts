import { z } from "zod";
import { normalScore } from "@/lib/math/normal-score";
import { defineBand } from "../forecaster";

/**
 * Bounds ŷ ± v. Knows nothing of the series' noise; the score is a convention: weak counts as 3 σ, strong as 4 σ of a
 * normal tail, straight in between.
 */
export const additive = defineBand({
  name: "additive",
  title: "A fixed distance",
  params: z.object({
    weakDistance: z.number().min(0).default(10).meta({
      title: "Weak beyond",
      description:
        "Distance from the expected value, in the series' unit, that is weakly anomalous.",
    }),
    strongDistance: z.number().min(0).default(20).meta({
      title: "Strong beyond",
      description:
        "Distance from the expected value, in the series' unit, that is strongly anomalous.",
    }),
  }),
  init: () => ({}),
  judge(_s, _t, expected, value, p, out) {
    writeWidths(expected, value, p.weakDistance, p.strongDistance, out);
  },
  update() {},
});

/** Symmetric bounds of two widths around `expected`, and the score by the convention weak = 3 σ, strong = 4 σ. */
export function writeWidths(
  expected: number,
  value: number,
  weak: number,
  strong: number,
  out: {
    weakLower: number;
    weakUpper: number;
    strongLower: number;
    strongUpper: number;
    score: number;
  },
): void {
  out.weakLower = expected - weak;
  out.weakUpper = expected + weak;
  out.strongLower = expected - strong;
  out.strongUpper = expected + strong;
  const distance = Math.abs(value - expected);
  if (Number.isNaN(distance)) out.score = 0;
  else if (distance <= weak) out.score = weak > 0 ? normalScore((3 * distance) / weak) : 0;
  else if (distance <= strong) out.score = normalScore(3 + (distance - weak) / (strong - weak));
  else out.score = normalScore(strong > 0 ? (4 * distance) / strong : 40);
}
