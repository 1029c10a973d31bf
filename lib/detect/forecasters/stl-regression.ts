import { z } from "zod";
import { stl } from "@/lib/math/stl";
import { defineForecaster } from "../forecaster";

const dayMs = 86_400_000;

const params = z.object({
  slotMinutes: z.number().int().min(5).max(240).default(30).meta({
    title: "Slot",
    description:
      "Into which pieces the day is cut; values within one piece are averaged. Must divide a day.",
    unit: "min",
  }),
  days: z.number().int().min(3).max(42).default(28).meta({
    title: "Learns from",
    description: "How many of the last days the decomposition looks at.",
    unit: "days",
  }),
  seasons: z.enum(["day", "day-and-week"]).default("day-and-week").meta({
    title: "Seasons",
    description: "One season, the day, or two, the day and, once there are two weeks, the week.",
  }),
  multiplicative: z.boolean().default(false).meta({
    title: "Swings in proportion",
    description:
      "Decompose log(1 + value): the swing grows with the level. For values that are never negative.",
  }),
  levelMemory: z.number().gt(0).max(1).default(0.05).meta({
    title: "Level memory",
    description: "Weight of the newest error in the level between two decompositions.",
  }),
});
type Params = z.infer<typeof params>;

type Stl = {
  /** Slot means of the past, oldest first; NaN never: an empty slot repeats the one before */
  past: number[];
  now: number;
  sum: number;
  count: number;
  /** Season by slot of the day, and what the slot of the week adds; empty until there is one */
  day: number[];
  week: number[];
  trend: number;
  level: number;
  error: number;
  fits: number;
};

const perDay = (p: Params): number => Math.max(1, Math.round(1440 / p.slotMinutes));
const wrap = (x: number, n: number): number => ((x % n) + n) % n;
const log = (y: number, p: Params): number => (p.multiplicative ? Math.log1p(Math.max(0, y)) : y);

/** The season in the middle between its slots, along straight lines. */
function seasonAt(s: Stl, t: number, slots: number): number {
  const at = (t * slots) / dayMs - 0.5;
  const low = Math.floor(at);
  const share = at - low;
  const of = (slot: number) =>
    (s.day[wrap(slot, slots)] as number) +
    (s.week.length > 0 ? (s.week[wrap(slot, 7 * slots)] as number) : 0);
  return (1 - share) * of(low) + share * of(low + 1);
}

/**
 * ŷ = season of the day + season of the week + trend, from a robust STL of the last weeks that is made anew every day;
 * between two of them the level follows the errors (clipped at 4 mean errors). Two seasons as in MSTL (Bandara,
 * Hyndman and Bergmeir 2021): the day first, the week from what remains.
 * Not before two days. O(1) per point but for one decomposition a day (~20 ms); 48·28 + 384 numbers at the defaults.
 */
export const stlRegression = defineForecaster({
  name: "stl-regression",
  title: "Season and trend (STL)",
  suits: "Series with a daily and a weekly pattern and outliers that should not bend it.",
  params,
  init: (): Stl => ({
    past: [],
    now: -1,
    sum: 0,
    count: 0,
    day: [],
    week: [],
    trend: 0,
    level: 0,
    error: 0,
    fits: 0,
  }),
  predict(s, t, p) {
    if (s.day.length === 0) return Number.NaN;
    const y = seasonAt(s, t, perDay(p)) + s.trend + s.level;
    return p.multiplicative ? Math.expm1(Math.min(y, 200)) : y;
  },
  update(s, t, raw, p) {
    const slots = perDay(p);
    const y = log(raw, p);
    const number = Math.floor((t * slots) / dayMs);
    if (s.now < 0) s.now = number;
    if (number !== s.now) {
      closeSlots(s, number, slots, p);
      s.now = number;
      s.sum = 0;
      s.count = 0;
    }
    s.sum += y;
    s.count++;
    if (s.day.length === 0) return;
    const e = y - seasonAt(s, t, slots) - s.trend - s.level;
    const limit = s.fits < 2 && s.error === 0 ? Number.MAX_VALUE : 4 * s.error;
    const clipped = Math.max(-limit, Math.min(limit, e));
    s.error += 0.01 * (Math.abs(clipped) - s.error);
    if (s.error === 0) s.error = Math.abs(e);
    s.level += p.levelMemory * clipped;
  },
});

/** Puts away the slot that has ended and empty ones after it; decomposes at the end of a day. */
function closeSlots(s: Stl, number: number, slots: number, p: Params): void {
  const most = p.days * slots;
  const value = s.sum / s.count;
  const gap = number - s.now;
  if (gap > most) {
    // Longer away than memory reaches: nothing of it holds
    s.past = [];
    s.day = [];
    s.week = [];
    return;
  }
  const before = s.past.length;
  for (let i = 0; i < gap; i++) {
    const filled = i === 0 || s.day.length === 0 ? value : (s.past[s.past.length - slots] ?? value);
    s.past.push(filled);
  }
  if (s.past.length > most) s.past.splice(0, s.past.length - most);
  const due = s.day.length === 0 || Math.floor(number / slots) !== Math.floor(s.now / slots);
  if (s.past.length >= 2 * slots && (due || before < 2 * slots)) decompose(s, number, slots, p);
}

function decompose(s: Stl, end: number, slots: number, p: Params): void {
  const values = Float64Array.from(s.past);
  const first = end - values.length;
  const daily = stl(values, slots);
  const n = values.length;
  // The last cycle of the season is what is expected of the next one
  s.day = new Array<number>(slots).fill(0);
  for (let i = n - slots; i < n; i++) s.day[wrap(first + i, slots)] = daily.seasonal[i] as number;
  s.week = [];
  let trend = daily.trend;
  if (p.seasons === "day-and-week" && n >= 14 * slots) {
    const flat = values.map((v, i) => v - (daily.seasonal[i] as number));
    const weekly = stl(flat, 7 * slots, { outer: 1 });
    s.week = new Array<number>(7 * slots).fill(0);
    for (let i = n - 7 * slots; i < n; i++)
      s.week[wrap(first + i, 7 * slots)] = weekly.seasonal[i] as number;
    trend = weekly.trend;
  }
  s.trend = trend[n - 1] as number;
  s.level = 0;
  s.fits++;
}
