import { z } from "zod";
import { normalScore } from "@/lib/math/normal-score";
import { admit, classify, clearVerdict } from "../classify";
import { defineDetector } from "../detector";
import { deviation, pewma as forecaster } from "../forecasters/pewma";

/**
 * PEWMA with the deviation that it keeps itself as the band: see lib/detect/forecasters/pewma.ts. Bounds come from μ
 * and σ before the value is learned; in the original they come after, which hides half of every outlier.
 */
export const pewma = defineDetector({
  name: "pewma",
  title: forecaster.title,
  suits: forecaster.suits,
  params: z.object({
    ...forecaster.params.shape,
    weakSigmas: z.number().gt(0).max(100).default(3.5).meta({
      title: "Weak beyond",
      description: "Distance from the expected value at which a point is weakly anomalous.",
      unit: "σ",
    }),
    strongSigmas: z.number().gt(0).max(100).default(5).meta({
      title: "Strong beyond",
      description: "Distance from the expected value at which a point is strongly anomalous.",
      unit: "σ",
    }),
  }),
  init: (p) => forecaster.init(p),
  step(s, t, raw, p, out) {
    clearVerdict(out);
    const value = admit(raw);
    if (s.n >= p.training) {
      const expected = s.shift + s.s1;
      const sigma = Math.max(deviation(s), 1e-9 * Math.abs(expected), 1e-12);
      out.expected = expected;
      out.weakLower = expected - p.weakSigmas * sigma;
      out.weakUpper = expected + p.weakSigmas * sigma;
      out.strongLower = expected - p.strongSigmas * sigma;
      out.strongUpper = expected + p.strongSigmas * sigma;
      if (!Number.isNaN(value)) {
        out.level = classify(value, out);
        out.score = normalScore((value - expected) / sigma);
      }
    }
    if (!Number.isNaN(value)) forecaster.update(s, t, value, p);
  },
});
