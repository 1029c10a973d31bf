import { z } from "zod";
import { findBreakout } from "@/lib/math/breakout";
import { nextRandom, uniform } from "@/lib/math/random";
import { admit, clearVerdict } from "../classify";
import { defineDetector } from "../detector";

/** A window that random order beats this often is not looked at further (Besag and Clifford 1991). */
const enough = 3;

/**
 * Breakouts by E-divisive with medians (lib/math/breakout.ts): a window of the last values is searched for its
 * strongest shift of the median, and the shift is tested against seeded permutations of the window, which end early
 * when it is nothing. One shift is one event: the point on which it becomes certain is anomalous, and the window then
 * starts at the shift. Windows overlap, so the p-values asked for are small: 1e-3 and 2e-4 give about one false event in
 * several thousand points, where the original flags 5 % of all windows of pure noise.
 * Not for single spikes, which medians ignore, nor for seasons. About n²·perms steps where something happens.
 */
export const edmX = defineDetector({
  name: "edm-x",
  title: "Breakout (EDM-X)",
  suits: "Lasting shifts of the level, told once, in spite of single outliers.",
  finds: "shifts",
  params: z.object({
    window: z.number().int().min(6).max(200).default(30).meta({
      title: "Window",
      description: "How many of the last values are searched.",
      unit: "points",
    }),
    delta: z.number().int().min(2).max(100).default(8).meta({
      title: "Shortest side",
      description: "Values that must lie on either side of a shift: how long it takes to be seen.",
      unit: "points",
    }),
    weakP: z.number().gt(0).max(0.5).default(0.001).meta({
      title: "Weak below",
      description: "p-value of a shift that is weakly anomalous.",
    }),
    strongP: z.number().gt(0).max(0.5).default(0.0002).meta({
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
  init: (p) => ({ buffer: [] as number[], wait: 0, seed: p.seed }),
  step(s, _t, raw, p, out) {
    clearVerdict(out);
    const value = admit(raw);
    if (s.buffer.length >= 2 * p.delta) out.expected = median(s.buffer);
    if (Number.isNaN(value)) return;
    s.buffer.push(value);
    if (s.buffer.length > p.window) s.buffer.shift();
    if (s.buffer.length < 2 * p.delta) return;
    out.level = "NORMAL";
    if (--s.wait > 0) return;
    s.wait = p.every;
    const shift = findBreakout(s.buffer, p.delta);
    if (shift.location < 0) return;
    const most = Math.ceil(1 / Math.min(p.weakP, p.strongP)) + 1;
    const shuffled = s.buffer.slice();
    let better = 0;
    let done = 0;
    while (done < most && better < enough) {
      for (let i = shuffled.length - 1; i > 0; i--) {
        s.seed = nextRandom(s.seed);
        const j = Math.floor(uniform(s.seed) * (i + 1));
        const kept = shuffled[i] as number;
        shuffled[i] = shuffled[j] as number;
        shuffled[j] = kept;
      }
      done++;
      if (findBreakout(shuffled, p.delta).statistic >= shift.statistic) better++;
    }
    const chance = (1 + better) / (1 + done);
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
