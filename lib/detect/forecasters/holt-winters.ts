import { z } from "zod";
import { defineForecaster } from "../forecaster";
import { cycle, slotCount } from "./seasonal-naive";

const weight = (initial: number, title: string, description: string) =>
  z.number().min(0).max(1).default(initial).meta({ title, description });

type HoltWinters = {
  /** Slot values of the first two cycles by slot and how many points each has; empty after the start */
  first: number[];
  seen: number[];
  /** Running number of the first slot, −1 before any point */
  start: number;
  /** Level, trend and seasons before the slot `now`, and that slot's sum and count */
  level: number;
  trend: number;
  season: number[];
  now: number;
  sum: number;
  count: number;
  /** The same after the slot so far */
  levelNow: number;
  trendNow: number;
  seasonNow: number;
};

/**
 * Triple exponential smoothing, additive:  l' = α(y−s) + (1−α)(l+b),  b' = β(l'−l) + (1−β)b,  s' = γ(y−l−b) + (1−γ)s,
 * ŷ = l' + b' + s₊₁;  multiplicative:  l' = α·y/s + (1−α)(l+b),  s' = γ·y/(l+b) + (1−γ)s,  ŷ = (l' + b')·s₊₁.
 * Winters 1960; Hyndman et al. 2008. One step per slot of the cycle, chosen by the timestamp: several points of a slot
 * count as their mean, a skipped slot moves the level by the trend. Starts from two whole cycles: l = mean of the
 * first, b = (mean of the second − mean of the first)/slots, s = first − l (or ÷ l), then both are replayed.
 * Not for series of less than two cycles, nor multiplicative for values around 0. O(1), one number per slot.
 */
export const holtWinters = defineForecaster({
  name: "holt-winters",
  title: "Level, trend and season (Holt-Winters)",
  suits: "Series with a regular day and a trend, such as traffic that grows.",
  params: z.object({
    ...cycle.shape,
    alpha: weight(0.15, "Level memory", "Weight of the newest slot in the level."),
    beta: weight(0.01, "Trend memory", "Weight of the newest change of level in the trend."),
    gamma: weight(0.15, "Season memory", "Weight of the newest cycle in the seasonal pattern."),
    seasonality: z.enum(["additive", "multiplicative"]).default("additive").meta({
      title: "The season",
      description:
        "Additive: the same swing at every level. Multiplicative: a swing that grows with the level.",
    }),
  }),
  init: (p): HoltWinters => ({
    first: new Array<number>(2 * slotCount(p)).fill(0),
    seen: new Array<number>(2 * slotCount(p)).fill(0),
    start: -1,
    level: 0,
    trend: 0,
    season: new Array<number>(slotCount(p)).fill(0),
    now: -1,
    sum: 0,
    count: 0,
    levelNow: 0,
    trendNow: 0,
    seasonNow: 0,
  }),
  predict(s, t, p) {
    if (s.first.length > 0) return Number.NaN;
    const slots = s.season.length;
    const number = Math.floor((t * slots) / p.cycleMs);
    const ahead = Math.min(number - s.now, slots);
    if (ahead <= 0) return join(s.level, s.trend, s.season[wrap(number, slots)] as number, p);
    return join(s.levelNow, s.trendNow * ahead, seasonAt(s, number, slots), p);
  },
  update(s, t, y, p) {
    const slots = s.season.length;
    const number = Math.floor((t * slots) / p.cycleMs);
    if (s.first.length > 0) {
      if (s.start < 0) s.start = number;
      const i = number - s.start;
      if (i < 2 * slots) {
        s.first[i] = (s.first[i] as number) + y;
        s.seen[i] = (s.seen[i] as number) + 1;
        if (i < 2 * slots - 1) return;
        begin(s, p, true);
        return;
      }
      begin(s, p, false);
    }
    if (number !== s.now) {
      s.season[wrap(s.now, slots)] = s.seasonNow;
      s.level = s.levelNow + s.trendNow * Math.min(number - s.now - 1, slots);
      s.trend = s.trendNow;
      s.now = number;
      s.sum = 0;
      s.count = 0;
    }
    s.sum += y;
    s.count++;
    smooth(s, s.sum / s.count, s.season[wrap(number, slots)] as number, p);
  },
});

type Weights = { alpha: number; beta: number; gamma: number; seasonality: string };

const wrap = (number: number, slots: number): number => ((number % slots) + slots) % slots;
const join = (level: number, trend: number, season: number, p: Weights): number =>
  p.seasonality === "additive" ? level + trend + season : (level + trend) * season;
const seasonAt = (s: HoltWinters, number: number, slots: number): number =>
  wrap(number, slots) === wrap(s.now, slots)
    ? s.seasonNow
    : (s.season[wrap(number, slots)] as number);

/** One step of the recurrence from (level, trend, season) into the `…Now` fields. */
function smooth(s: HoltWinters, y: number, season: number, p: Weights): void {
  const base = s.level + s.trend;
  const additive = p.seasonality === "additive";
  const flat = additive ? y - season : season === 0 ? y : y / season;
  s.levelNow = p.alpha * flat + (1 - p.alpha) * base;
  s.trendNow = p.beta * (s.levelNow - s.level) + (1 - p.beta) * s.trend;
  const swing = additive ? y - base : base === 0 ? season : y / base;
  s.seasonNow = p.gamma * swing + (1 - p.gamma) * season;
}

/** Starts from the first two cycles. `last` says that the newest slot is the last of them. Empty slots take the mean. */
function begin(s: HoltWinters, p: Weights, last: boolean): void {
  const slots = s.season.length;
  const total = s.first.reduce((a, b) => a + b, 0) / s.seen.reduce((a, b) => a + b, 0);
  const values = s.first.map((sum, i) =>
    (s.seen[i] as number) > 0 ? sum / (s.seen[i] as number) : total,
  );
  const mean = (from: number) =>
    values.slice(from, from + slots).reduce((a, b) => a + b, 0) / slots;
  s.levelNow = mean(0);
  s.trendNow = (mean(slots) - mean(0)) / slots;
  for (let i = 0; i < slots; i++) {
    const value = values[i] as number;
    s.season[wrap(s.start + i, slots)] =
      p.seasonality === "additive" ? value - s.levelNow : s.levelNow === 0 ? 1 : value / s.levelNow;
  }
  values.forEach((value, i) => {
    const slot = wrap(s.start + i, slots);
    s.level = s.levelNow;
    s.trend = s.trendNow;
    smooth(s, value, s.season[slot] as number, p);
    if (i < values.length - 1) s.season[slot] = s.seasonNow;
  });
  s.now = s.start + 2 * slots - 1;
  s.sum = last ? (s.first[2 * slots - 1] as number) : (values[2 * slots - 1] as number);
  s.count = last ? (s.seen[2 * slots - 1] as number) : 1;
  s.first = [];
  s.seen = [];
}
