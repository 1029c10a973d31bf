import { z } from "zod";
import { cutScore, newCutTree, offer } from "@/lib/math/cut-tree";
import { addToTail, newTail, tailScore } from "@/lib/math/tail";
import { admit, clearVerdict } from "../classify";
import { defineDetector } from "../detector";

const point = new Float64Array(64);
const views = Array.from({ length: 65 }, (_, i) => point.subarray(0, i));

/**
 * Random cut forest (Guha et al., ICML 2016) over shingles of the last values: finds odd shapes as well as odd values.
 * The score of the paper, averaged over the trees, goes through the tail of its own past (lib/math/tail.ts), so the
 * threshold is learned. Seeded. The expected value is a moving average and only tells above from below.
 * Not for very many series: 50 trees of 256 points and a shingle of 8 are 3 MB of state and some 30,000 points/s.
 */
export const randomCutForest = defineDetector({
  name: "random-cut-forest",
  title: "Random cut forest",
  suits: "Single important series whose shape matters: odd sequences that no limit sees.",
  params: z.object({
    trees: z.number().int().min(1).max(200).default(50).meta({
      title: "Trees",
      description: "More trees give a steadier score.",
    }),
    sample: z.number().int().min(16).max(1024).default(256).meta({
      title: "Sample",
      description: "Points that each tree remembers.",
      unit: "points",
    }),
    shingle: z.number().int().min(1).max(32).default(8).meta({
      title: "Shingle",
      description: "How many values in a row make one point of the forest.",
      unit: "points",
    }),
    decay: z
      .number()
      .min(0)
      .max(1)
      .default(1 / 2560)
      .meta({
        title: "Forgetting",
        description:
          "How fast old points lose their place in the sample; 0 keeps a uniform sample.",
      }),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(42)
      .meta({
        title: "Seed",
        description: "The same seed gives the same forest.",
      }),
    weakScore: z.number().min(1).max(12).default(3.3).meta({
      title: "Weak from",
      description: "Score (3 is one in a thousand) from which a point is weakly anomalous.",
    }),
    strongScore: z.number().min(1).max(12).default(4.3).meta({
      title: "Strong from",
      description: "Score from which a point is strongly anomalous.",
    }),
  }),
  init: (p) => ({
    n: 0,
    points: 0,
    ring: new Array<number>(p.shingle).fill(0),
    mean: 0,
    typical: 0,
    spread: 0,
    tail: newTail(),
    trees: Array.from({ length: p.trees }, (_, i) =>
      newCutTree(p.sample, p.shingle, (Math.imul(p.seed + 1, 2654435761) + 7919 * i) | 0),
    ),
  }),
  step(s, _t, raw, p, out) {
    clearVerdict(out);
    const value = admit(raw);
    if (Number.isNaN(value)) return;
    const v = Math.fround(Math.max(-1e30, Math.min(1e30, value)));
    s.ring[s.n % p.shingle] = v;
    s.n++;
    if (s.n < p.shingle) {
      s.mean += (v - s.mean) / s.n;
      return;
    }
    const x = views[p.shingle] as Float64Array;
    for (let i = 0; i < p.shingle; i++) x[i] = s.ring[(s.n + i) % p.shingle] as number;
    const ready = s.points >= p.sample;
    if (s.points >= 32) {
      let sum = 0;
      for (const tree of s.trees) sum += cutScore(tree, x, p.sample);
      const score = sum / p.trees;
      const size = Math.max(0, (score - s.typical) / Math.max(s.spread, 1e-6));
      if (ready) {
        out.expected = s.mean;
        out.score = tailScore(s.tail, size);
        out.level =
          out.score >= p.strongScore ? "STRONG" : out.score >= p.weakScore ? "WEAK" : "NORMAL";
        addToTail(s.tail, Math.min(size, 1e9), 32_768, out.level === "STRONG" ? 0.25 : 1);
      }
      const rate = Math.max(0.002, 1 / (s.points - 31));
      const limit = s.points < 64 ? 10 : s.typical + 4 * s.spread;
      const believed = Math.min(score, limit);
      s.spread += rate * (Math.abs(believed - s.typical) - s.spread);
      s.typical += rate * (believed - s.typical);
    }
    s.points++;
    s.mean += 0.02 * (v - s.mean);
    for (const tree of s.trees) offer(tree, x, s.points, p.sample, p.decay);
  },
});
