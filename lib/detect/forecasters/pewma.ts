import { z } from "zod";
import { defineForecaster } from "../forecaster";

/**
 * Probabilistic EWMA: a value that the past makes unlikely moves the average less.
 * z = (y−μ)/σ (0 while σ = 0), p = e^(−z²/2)/√2π, a = 1 − 1/t while t ≤ T else (1 − βp)(1 − α);
 * s₁ ← a·s₁ + (1−a)·y, s₂ ← a·s₂ + (1−a)·y², μ = s₁, σ = √max(0, s₂ − s₁²).
 * Carter and Streilein 2012, "Probabilistic reasoning for streaming anomaly detection"; there α is the weight of the
 * past, here as everywhere else in this room that of the newest value. Not for seasons. O(1), three numbers.
 */
export const pewma = defineForecaster({
  name: "pewma",
  title: "Moving average (probabilistic)",
  suits: "Series around a level with short outliers that should not move the average.",
  params: z.object({
    alpha: z.number().gt(0).max(1).default(0.02).meta({
      title: "Memory",
      description: "Weight of the newest value in the average; smaller remembers longer.",
    }),
    beta: z.number().min(0).max(1).default(0.05).meta({
      title: "Doubt",
      description:
        "How much the weight depends on how likely the value was; 0 makes it a plain average.",
    }),
    training: z.number().int().min(2).max(10_000).default(30).meta({
      title: "Plain average for",
      description: "First points that all weigh the same.",
      unit: "points",
    }),
  }),
  init: () => ({ n: 0, s1: 0, s2: 0, shift: 0 }),
  predict: (s) => (s.n === 0 ? Number.NaN : s.shift + s.s1),
  update(s, _t, raw, p) {
    if (s.n === 0) {
      // Sums of squares around the first value, not around 0: nothing cancels when the level is far from 0
      s.n = 1;
      s.shift = raw;
      return;
    }
    const y = raw - s.shift;
    const sigma = deviation(s);
    const z = sigma === 0 ? 0 : (y - s.s1) / sigma;
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    s.n++;
    const a = s.n <= p.training ? 1 - 1 / s.n : (1 - p.beta * density) * (1 - p.alpha);
    s.s1 = a * s.s1 + (1 - a) * y;
    s.s2 = a * s.s2 + (1 - a) * y * y;
    if (s.n > 1e9) s.n = 1e9;
  },
});

/** σ of a PEWMA state. */
export const deviation = (s: { s1: number; s2: number }): number =>
  Math.sqrt(Math.max(0, s.s2 - s.s1 * s.s1));
