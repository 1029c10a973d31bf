import { z } from "zod";
import { defineBand } from "../forecaster";
import { writeWidths } from "./additive";

/**
 * Bounds ŷ·(1 ± m), the wider side of a negative ŷ below it. m = 0 means no bound of that strength. The score is a
 * convention: see the additive band. Not for series around 0, where every width vanishes.
 */
export const multiplicative = defineBand({
  name: "multiplicative",
  title: "A share of the expected value",
  params: z.object({
    weakShare: z.number().min(0).default(0.3).meta({
      title: "Weak beyond",
      description:
        "Share of the expected value that is weakly anomalous (0.3 = 30 %); 0 for no bound.",
    }),
    strongShare: z.number().min(0).default(0.5).meta({
      title: "Strong beyond",
      description:
        "Share of the expected value that is strongly anomalous (0.5 = 50 %); 0 for no bound.",
    }),
  }),
  init: () => ({}),
  judge(_s, _t, expected, value, p, out) {
    const size = Math.abs(expected);
    const strong = p.strongShare > 0 ? p.strongShare : p.weakShare;
    const weak = p.weakShare > 0 ? p.weakShare : strong;
    writeWidths(expected, value, weak * size, strong * size, out);
    if (p.weakShare === 0) {
      out.weakLower = Number.NaN;
      out.weakUpper = Number.NaN;
    }
    if (p.strongShare === 0) {
      out.strongLower = Number.NaN;
      out.strongUpper = Number.NaN;
    }
    if (strong === 0) out.score = 0;
  },
  update() {},
});
