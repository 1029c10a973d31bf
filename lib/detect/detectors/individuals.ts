import { z } from "zod";
import { normalScore } from "@/lib/math/normal-score";
import { admit, clearVerdict } from "../classify";
import { defineDetector } from "../detector";

/** Chart constants for two values: D₄ and d₂ (Shewhart; tables of Montgomery, Statistical Quality Control). */
const d4 = 3.267;
const d2 = 1.128;

/**
 * Individuals and moving-range chart (I-MR): STRONG where |Δy| > 3.267·MR̄, WEAK where y is outside mean ± (k/1.128)·MR̄.
 * Limits are those of the warm-up; with `learn` they go on being learned from ordinary points, never from anomalous
 * ones. A point beyond both weak limits by another σ is STRONG as well, so that a level that stays off stays visible.
 * Not for autocorrelated or seasonal series, whose moving range says nothing of their spread. O(1), six numbers.
 */
export const individuals = defineDetector({
  name: "individuals",
  title: "Individuals chart (I-MR)",
  suits: "Independent values around a level, such as the outcome of a nightly job.",
  params: z.object({
    sigmas: z.number().gt(0).max(100).default(4).meta({
      title: "Weak beyond",
      description: "Distance from the mean at which a value is weakly anomalous.",
      unit: "σ",
    }),
    rangeFactor: z.number().gt(0).max(100).default(6).meta({
      title: "Strong range",
      description:
        "How many mean moving ranges a step may be before it is strong; the chart's own constant is 3.267.",
    }),
    warmUp: z.number().int().min(2).max(100_000).default(60).meta({
      title: "Warm-up",
      description: "Points that make the limits.",
      unit: "points",
    }),
    learn: z.boolean().default(true).meta({
      title: "Go on learning",
      description: "Ordinary points after the warm-up move the limits too.",
    }),
  }),
  init: () => ({ n: 0, mean: 0, ranges: 0, meanRange: 0, previous: 0 }),
  step(s, _t, raw, p, out) {
    clearVerdict(out);
    const y = admit(raw);
    const ready = s.n >= p.warmUp;
    const sigma = Math.max(s.meanRange / d2, 1e-9 * Math.abs(s.mean), 1e-12);
    if (ready) {
      out.expected = s.mean;
      out.weakLower = s.mean - p.sigmas * sigma;
      out.weakUpper = s.mean + p.sigmas * sigma;
      const step = p.rangeFactor * sigma * d2;
      out.strongUpper = Math.max(
        out.weakUpper,
        Math.min(s.mean + (p.sigmas + 1) * sigma, s.previous + step),
      );
      out.strongLower = Math.min(
        out.weakLower,
        Math.max(s.mean - (p.sigmas + 1) * sigma, s.previous - step),
      );
    }
    if (Number.isNaN(y)) return;
    const range = s.n > 0 ? Math.abs(y - s.previous) : 0;
    let learn = !ready || p.learn;
    if (ready) {
      const off = Math.abs(y - s.mean) / sigma;
      out.level =
        range > p.rangeFactor * sigma * d2 || off > p.sigmas + 1
          ? "STRONG"
          : off > p.sigmas
            ? "WEAK"
            : "NORMAL";
      out.score = normalScore(Math.max(off, (4 * range) / (d4 * sigma * d2)));
      if (out.level !== "NORMAL") learn = false;
    }
    if (learn) {
      const weight = Math.max(1 / (s.n + 1), 0.002);
      s.mean += weight * (y - s.mean);
      if (s.n > 0) {
        s.ranges++;
        s.meanRange += Math.max(1 / s.ranges, 0.002) * (range - s.meanRange);
      }
    }
    s.n++;
    s.previous = y;
  },
});
