import { z } from "zod";
import { normalScore } from "@/lib/math/normal-score";
import { defineBand } from "../forecaster";

/**
 * Exponentially weighted variance of the one-step residuals r:  V ← (1−α)(V + α·r²), σ = √V,
 * bounds ŷ ± k·σ; the score is the normal tail of r/σ. It forgets its start, V = r² of the first residual, with 1/t
 * steps until 1/t < α. Good for residuals that are roughly normal; heavy tails cause more alarms than k promises: take
 * the quantile band there. Finch 2009, "Incremental calculation of weighted mean and variance". O(1), three numbers.
 */
export const welford = defineBand({
  name: "welford",
  title: "Deviations of the recent residuals",
  params: z.object({
    bandAlpha: z.number().gt(0).max(1).default(0.02).meta({
      title: "Band memory",
      description:
        "Weight of the newest residual in the width of the band; smaller remembers longer.",
    }),
    weakSigmas: z.number().gt(0).max(100).default(3).meta({
      title: "Weak beyond",
      description: "Distance from the expected value at which a point is weakly anomalous.",
      unit: "σ",
    }),
    strongSigmas: z.number().gt(0).max(100).default(4).meta({
      title: "Strong beyond",
      description: "Distance from the expected value at which a point is strongly anomalous.",
      unit: "σ",
    }),
  }),
  init: () => ({ n: 0, variance: 0 }),
  judge(s, _t, expected, value, p, out) {
    // A band of no width would call rounding an anomaly: allow the resolution of the number itself.
    const sigma = Math.max(Math.sqrt(s.variance), 1e-9 * Math.abs(expected), 1e-12);
    out.weakLower = expected - p.weakSigmas * sigma;
    out.weakUpper = expected + p.weakSigmas * sigma;
    out.strongLower = expected - p.strongSigmas * sigma;
    out.strongUpper = expected + p.strongSigmas * sigma;
    out.score = normalScore((value - expected) / sigma);
  },
  update(s, _t, r, _expected, p) {
    s.n++;
    const a = Math.max(p.bandAlpha, 1 / s.n);
    s.variance = s.n === 1 ? r * r : (1 - a) * (s.variance + a * r * r);
    if (s.n > 1e9) s.n = 1e9;
  },
});
