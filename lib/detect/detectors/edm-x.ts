import { z } from "zod";
import { findBreakout } from "@/lib/math/breakout";
import { nextRandom, uniform } from "@/lib/math/random";
import { lowerBound } from "@/lib/math/sorted";
import { admit, clearVerdict } from "../classify";
import { defineDetector } from "../detector";

/** Random orders that make the distribution of the statistic under "no shift"; they bound the p-value from below. */
const orders = 2999;
const nulls = new Map<string, Float64Array>();

/** The statistics of `orders` random orders of n ranks, ascending; made once per size. */
function withoutShift(n: number, delta: number, seed: number): Float64Array {
  const key = `${n} ${delta} ${seed}`;
  const known = nulls.get(key);
  if (known) return known;
  const ranks = Array.from({ length: n }, (_, i) => i);
  let state = seed;
  const made = Float64Array.from({ length: orders }, () => {
    for (let i = n - 1; i > 0; i--) {
      state = nextRandom(state);
      const j = Math.floor(uniform(state) * (i + 1));
      const kept = ranks[i] as number;
      ranks[i] = ranks[j] as number;
      ranks[j] = kept;
    }
    return findBreakout(ranks, delta).statistic;
  }).sort();
  if (nulls.size > 500) nulls.clear();
  nulls.set(key, made);
  return made;
}

/** Share of random orders whose statistic is at least this, (1 + #)/(1 + orders). */
function chanceOf(statistic: number, none: Float64Array): number {
  let low = 0;
  let high = none.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((none[mid] as number) < statistic) low = mid + 1;
    else high = mid;
  }
  return (1 + none.length - low) / (1 + none.length);
}

/** Ranks 0 … n−1; equal values share their mean rank. */
function ranksOf(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((v) => 0.5 * (lowerBound(sorted, v) + upperBound(sorted, v) - 1));
}

function upperBound(sorted: readonly number[], x: number): number {
  let i = lowerBound(sorted, x);
  while (i < sorted.length && sorted[i] === x) i++;
  return i;
}

/**
 * Breakouts by E-divisive with medians (lib/math/breakout.ts): a window of the last values is searched for its
 * strongest shift of the median. The search runs on the ranks of the window, so that the distribution of its statistic
 * under random order is the same for every window of a size: it is simulated once (seeded), and the test costs a look-up. One shift is one event: the point on which it becomes certain is anomalous, and the window then
 * starts at the shift. Windows overlap, so the p-values asked for are small: 2e-3 and 5e-4 give about one false event in
 * several thousand points, where the original flags 5 % of all windows of pure noise.
 * Not for single spikes, which medians ignore, nor for seasons. O(n²) for a window of n every second point.
 */
export const edmX = defineDetector({
  name: "edm-x",
  title: "Breakout (EDM-X)",
  suits: "Lasting shifts of the level, told once, in spite of single outliers.",
  finds: "shifts",
  params: z.object({
    window: z.number().int().min(6).max(200).default(40).meta({
      title: "Window",
      description: "How many of the last values are searched.",
      unit: "points",
    }),
    delta: z.number().int().min(2).max(100).default(8).meta({
      title: "Shortest side",
      description: "Values that must lie on either side of a shift: how long it takes to be seen.",
      unit: "points",
    }),
    weakP: z.number().gt(0).max(0.5).default(0.002).meta({
      title: "Weak below",
      description: "p-value of a shift that is weakly anomalous.",
    }),
    strongP: z.number().gt(0).max(0.5).default(0.0005).meta({
      title: "Strong below",
      description: "p-value of a shift that is strongly anomalous.",
    }),
    every: z.number().int().min(1).max(100).default(2).meta({
      title: "Look every",
      description: "Points between two searches.",
      unit: "points",
    }),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(42)
      .meta({
        title: "Seed",
        description: "The same seed gives the same permutations.",
      }),
  }),
  init: () => ({ buffer: [] as number[], wait: 0 }),
  step(s, _t, raw, p, out) {
    clearVerdict(out);
    const value = admit(raw);
    if (s.buffer.length >= 2 * p.delta) out.expected = median(s.buffer);
    if (Number.isNaN(value)) return;
    s.buffer.push(value);
    if (s.buffer.length > p.window) s.buffer.shift();
    if (s.buffer.length < 2 * p.delta) return;
    out.level = "NORMAL";
    // A window that still grows is looked at in few sizes: each needs its own distribution
    if (--s.wait > 0 || (s.buffer.length < p.window && s.buffer.length % 4 !== 0)) return;
    s.wait = p.every;
    const shift = findBreakout(ranksOf(s.buffer), p.delta);
    if (shift.location < 0) return;
    const chance = chanceOf(shift.statistic, withoutShift(s.buffer.length, p.delta, p.seed));
    out.score = -Math.log10(chance);
    out.level = chance <= p.strongP ? "STRONG" : chance <= p.weakP ? "WEAK" : "NORMAL";
    if (out.level === "STRONG") s.buffer = s.buffer.slice(shift.location);
  },
});

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[half] as number)
    : 0.5 * ((sorted[half - 1] as number) + (sorted[half] as number));
}
