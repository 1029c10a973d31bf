import { z } from "zod";
import { defineForecaster } from "../forecaster";

/**
 * Simple moving average: ŷ = mean of the last N values (of as many as there are while fewer).
 * Not for series with a season shorter than a few N. O(1), N numbers; the sum is taken anew once per round, so
 * rounding cannot pile up.
 */
export const sma = defineForecaster({
  name: "sma",
  title: "Moving average (simple)",
  suits: "Series around a level, where every one of the last values should weigh the same.",
  params: z.object({
    lookBack: z.number().int().min(1).max(1000).default(20).meta({
      title: "Looks back",
      description: "How many values the average is taken of.",
      unit: "points",
    }),
  }),
  init: () => ({ ring: [] as number[], next: 0, sum: 0 }),
  predict: (s) => (s.ring.length === 0 ? Number.NaN : s.sum / s.ring.length),
  update(s, _t, y, p) {
    if (s.ring.length < p.lookBack) {
      s.ring.push(y);
      s.sum += y;
      return;
    }
    s.sum += y - (s.ring[s.next] as number);
    s.ring[s.next] = y;
    s.next++;
    if (s.next < p.lookBack) return;
    s.next = 0;
    s.sum = 0;
    for (const x of s.ring) s.sum += x;
  },
});
