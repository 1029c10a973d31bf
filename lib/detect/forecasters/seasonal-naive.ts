import { z } from "zod";
import { defineForecaster } from "../forecaster";

/** Slots of one cycle: the parameters of every forecaster that repeats a cycle. */
export const cycle = z.object({
  cycleMs: z.number().int().min(2).max(31_536_000_000).default(86_400_000).meta({
    title: "Cycle",
    description: "After which time the pattern repeats: a day is 86,400,000, a week 604,800,000.",
    unit: "ms",
  }),
  slotMs: z.number().int().min(1).max(86_400_000).default(300_000).meta({
    title: "Slot",
    description: "Into which pieces the cycle is cut; values within one piece are averaged.",
    unit: "ms",
  }),
});

/** Slots in a cycle, at most 4,032 (two weeks of 5 minutes) so that state stays small. */
export const slotCount = (p: z.infer<typeof cycle>): number =>
  Math.max(1, Math.min(4032, Math.round(p.cycleMs / p.slotMs)));

/**
 * ŷ = the mean of the same slot of the cycle before. The slot is chosen by the timestamp, never by counting arrivals,
 * so gaps and changed intervals do no harm; a slot that was empty one cycle ago has no forecast.
 * Not for series whose days differ (weekends) unless the cycle is a week. O(1), two numbers per slot.
 */
export const seasonalNaive = defineForecaster({
  name: "seasonal-naive",
  title: "As one cycle ago",
  suits:
    "Series that repeat every day or week and are regular enough to be compared with the last time.",
  params: cycle,
  init: (p) => ({
    value: new Array<number>(slotCount(p)).fill(0),
    /** The cycle in which the slot was last filled, −1 for never */
    filled: new Array<number>(slotCount(p)).fill(-1),
    /** The slot being filled now: its running number since the epoch, sum and count */
    now: -1,
    sum: 0,
    count: 0,
  }),
  predict(s, t, p) {
    const slots = s.value.length;
    const number = Math.floor((t * slots) / p.cycleMs);
    const slot = ((number % slots) + slots) % slots;
    const before = Math.floor(number / slots) - 1;
    return s.filled[slot] === before ? (s.value[slot] as number) : Number.NaN;
  },
  update(s, t, y, p) {
    const slots = s.value.length;
    const number = Math.floor((t * slots) / p.cycleMs);
    if (number !== s.now) {
      if (s.count > 0) {
        const slot = ((s.now % slots) + slots) % slots;
        s.value[slot] = s.sum / s.count;
        s.filled[slot] = Math.floor(s.now / slots);
      }
      s.now = number;
      s.sum = 0;
      s.count = 0;
    }
    s.sum += y;
    s.count++;
  },
});
