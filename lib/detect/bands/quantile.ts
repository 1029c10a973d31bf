import { z } from "zod";
import { addToTail, newTail, tailLevel, tailScore } from "@/lib/math/tail";
import { defineBand } from "../forecaster";

const buckets = 4;

/**
 * Conformal band: the width is the quantile of past |residuals| that is exceeded as seldom as asked, so its promise
 * does not lean on any distribution. |residuals| are measured in units of their running mean, kept per quarter of the
 * UTC day and shared in one tail (a histogram with a Pareto end, lib/math/tail.ts); a quarter without its own mean
 * takes the common one. Vovk et al. 2005; Siffer et al. 2017 for the end beyond what was seen.
 * Not for the first hundred points: a rare event needs a past. O(1), about 130 numbers.
 */
export const quantile = defineBand({
  name: "quantile",
  title: "As seldom as asked",
  params: z.object({
    weakPerWeek: z.number().gt(0).max(1000).default(7).meta({
      title: "Weak alarms per week",
      description: "How many weakly anomalous points a week without any incident may have.",
      unit: "per week",
    }),
    strongPerWeek: z.number().gt(0).max(1000).default(0.35).meta({
      title: "Strong alarms per week",
      description: "How many strongly anomalous points a week without any incident may have.",
      unit: "per week",
    }),
    memory: z.number().int().min(500).max(1_000_000).default(20_000).meta({
      title: "Remembers",
      description: "After how many points older ones lose half their weight.",
      unit: "points",
    }),
  }),
  init: () => ({
    size: new Array<number>(buckets).fill(0),
    count: new Array<number>(buckets).fill(0),
    all: 0,
    n: 0,
    last: 0,
    /** Running mean of the time between points, ms */
    every: 0,
    tail: newTail(),
  }),
  judge(s, t, expected, value, p, out) {
    const scale = scaleAt(s, t, expected);
    const perWeek = 604_800_000 / Math.max(s.every, 1);
    const weak = scale * tailLevel(s.tail, Math.log10(Math.max(perWeek / p.weakPerWeek, 2)));
    const strong = Math.max(
      weak,
      scale * tailLevel(s.tail, Math.log10(Math.max(perWeek / p.strongPerWeek, 2))),
    );
    out.weakLower = expected - weak;
    out.weakUpper = expected + weak;
    out.strongLower = expected - strong;
    out.strongUpper = expected + strong;
    out.score = Number.isNaN(value) ? 0 : tailScore(s.tail, Math.abs(value - expected) / scale);
  },
  update(s, t, r, expected, p) {
    const size = Math.abs(r);
    if (s.n > 0) {
      const gap = Math.min(t - s.last, s.n > 10 ? 10 * s.every : Number.MAX_VALUE);
      s.every += Math.max(0.01, 1 / s.n) * (gap - s.every);
    }
    if (s.n > 5) addToTail(s.tail, Math.min(size / scaleAt(s, t, expected), 1e9), p.memory);
    s.last = t;
    s.n = Math.min(s.n + 1, 1e9);
    const b = bucketOf(t);
    s.count[b] = Math.min((s.count[b] as number) + 1, 1e9);
    s.size[b] =
      (s.size[b] as number) +
      Math.max(0.002, 1 / (s.count[b] as number)) * (size - (s.size[b] as number));
    s.all += Math.max(0.002, 1 / s.n) * (size - s.all);
  },
});

const bucketOf = (t: number): number => {
  const b = Math.floor((t % 86_400_000) / (86_400_000 / buckets));
  return b < 0 ? b + buckets : b;
};

function scaleAt(
  s: { size: number[]; count: number[]; all: number },
  t: number,
  expected: number,
): number {
  const b = bucketOf(t);
  const own = (s.count[b] as number) >= 20 ? (s.size[b] as number) : s.all;
  return Math.max(own, 1e-9 * Math.abs(expected), 1e-12);
}
