import { z } from "zod";
import { nextRandom, uniform } from "@/lib/math/random";
import { insertSorted, lowerBound, replaceSorted } from "@/lib/math/sorted";
import { addToTail, newTail, tailLevel, tailScore } from "@/lib/math/tail";
import { admit, clearVerdict } from "../classify";
import { defineDetector } from "../detector";

const slots = 48;
const slotMs = 86_400_000 / slots;
const kept = 256;
const neighbour = 3;
const cap = 6;

/** The detector for series of which nothing is known. */
export const universal = defineDetector({
  name: "universal",
  title: "Automatic",
  suits: "Any series: learns its level, its day and its noise by itself.",
  params: z.object({
    weakScore: z.number().min(1).max(6).default(2.6).meta({
      title: "Weak from",
      description: "Score at which a point is weakly anomalous.",
    }),
    strongScore: z.number().min(1).max(6).default(3.4).meta({
      title: "Strong from",
      description: "Score at which a point is strongly anomalous.",
    }),
    warmUp: z.number().int().min(20).max(100_000).default(60).meta({
      title: "Warm-up",
      description: "Points before the first verdict.",
      unit: "points",
    }),
    acceptAfter: z.number().int().min(1).max(100_000).default(60).meta({
      title: "Accept as new normal after",
      description: "How many strong points in a row are kept out of what is learned.",
      unit: "points",
    }),
  }),
  init: () => ({
    n: 0,
    strong: 0,
    seed: 1,
    mean: new Array<number>(slots).fill(0),
    count: new Array<number>(slots).fill(0),
    level: 0,
    scale: 0,
    min: 0,
    max: 0,
    values: [] as number[],
    residual: newTail(),
    gap: newTail(),
    range: newTail(),
  }),
  step(s, t, raw, p, out) {
    clearVerdict(out);
    const x = admit(raw);
    const slot = Math.floor((((t % 86_400_000) + 86_400_000) % 86_400_000) / slotMs);
    const seen = s.count[slot] as number;
    const expected = s.level + (s.mean[slot] as number) * (seen / (seen + 5));
    const ready = s.n >= p.warmUp;
    const scale = Math.max(s.scale, 1e-9 * Math.abs(s.level), 1e-12);
    if (ready) {
      out.expected = expected;
      const weak = scale * tailLevel(s.residual, p.weakScore);
      const strong = Math.max(weak, scale * tailLevel(s.residual, p.strongScore));
      out.weakLower = expected - weak;
      out.weakUpper = expected + weak;
      out.strongLower = expected - strong;
      out.strongUpper = expected + strong;
    }
    if (Number.isNaN(x)) return;
    if (s.n === 0) {
      s.level = x;
      s.min = x;
      s.max = x;
    }
    const residual = Math.abs(x - expected) / scale;
    const values = s.values;
    const i = lowerBound(values, x);
    const m = values.length;
    const spread = Math.max(
      ((values[(m * 0.95) | 0] ?? x) as number) - ((values[(m * 0.05) | 0] ?? x) as number),
      scale,
    );
    const below = i >= neighbour ? x - (values[i - neighbour] as number) : Number.MAX_VALUE;
    const above =
      i + neighbour - 1 < m ? (values[i + neighbour - 1] as number) - x : Number.MAX_VALUE;
    const gap = Math.min(50, Math.min(below, above) / spread);
    const width = Math.max(s.max - s.min, scale);
    const range = Math.min(10, Math.max(0, x - s.max, s.min - x) / width);
    let learn = true;
    if (ready) {
      const score =
        (Math.min(cap, tailScore(s.residual, residual)) +
          Math.min(cap, tailScore(s.gap, gap)) +
          Math.min(cap, tailScore(s.range, range))) /
        3;
      out.score = score;
      out.level = score >= p.strongScore ? "STRONG" : score >= p.weakScore ? "WEAK" : "NORMAL";
      s.strong = out.level === "STRONG" ? s.strong + 1 : 0;
      learn = s.strong === 0 || s.strong > p.acceptAfter;
    }
    s.n++;
    if (!learn) return;
    addToTail(s.residual, Math.min(residual, 1e9), 32_768);
    if (m >= 20) addToTail(s.gap, gap, 32_768);
    addToTail(s.range, range, 32_768);
    if (x < s.min) s.min = x;
    if (x > s.max) s.max = x;
    s.seed = nextRandom(s.seed);
    if (m < kept) insertSorted(values, x);
    else if (uniform(s.seed) < kept / Math.min(s.n, 16 * kept)) {
      s.seed = nextRandom(s.seed);
      replaceSorted(values, (uniform(s.seed) * kept) | 0, x);
    }
    const e = Math.max(-6 * scale, Math.min(6 * scale, x - expected));
    s.scale += Math.max(5e-4, 1 / (s.n + 1)) * (Math.abs(s.n < 10 ? x - expected : e) - s.scale);
    s.level += Math.max(0.002, 1 / (s.n + 1)) * (s.n < 10 ? x - s.level : e);
    s.mean[slot] = (s.mean[slot] as number) + Math.max(0.04, 1 / (seen + 1)) * e;
    s.count[slot] = Math.min(seen + 1, 1000);
  },
});
