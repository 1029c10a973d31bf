import { z } from "zod";
import { defineForecaster } from "../forecaster";

/**
 * Exponentially weighted moving average: m ← m + α(y−m), started at the first value; ŷ = m. Roberts 1959.
 * Not for series with a season or a trend: it lags behind both. O(1), one number.
 */
export const ewma = defineForecaster({
  name: "ewma",
  title: "Moving average (exponential)",
  suits: "Series that wander around a level without a daily pattern.",
  params: z.object({
    alpha: z.number().gt(0).max(1).default(0.15).meta({
      title: "Memory",
      description: "Weight of the newest value in the average; smaller remembers longer.",
    }),
  }),
  init: () => ({ n: 0, mean: 0 }),
  predict: (s) => (s.n === 0 ? Number.NaN : s.mean),
  update(s, _t, y, p) {
    if (s.n === 0) {
      s.n = 1;
      s.mean = y;
    } else s.mean += p.alpha * (y - s.mean);
  },
});
