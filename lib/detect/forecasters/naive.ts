import { z } from "zod";
import { defineForecaster } from "../forecaster";

/**
 * ŷ = the previous value. The measure that every other forecaster has to beat; finds jumps, not levels.
 * Not for noisy series: the noise of two values adds up. O(1), one number.
 */
export const naive = defineForecaster({
  name: "naive",
  title: "As the value before",
  suits: "Series that move slowly and smoothly; finds sudden jumps.",
  params: z.object({}),
  init: () => ({ n: 0, last: 0 }),
  predict: (s) => (s.n === 0 ? Number.NaN : s.last),
  update(s, _t, y) {
    s.n = 1;
    s.last = y;
  },
});
