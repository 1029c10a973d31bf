import { z } from "zod";
import { normalScore } from "@/lib/math/normal-score";
import { admit, clearVerdict } from "../classify";
import { defineDetector } from "../detector";

/**
 * Cumulative sums (Page 1954; Montgomery, Statistical Quality Control): σ = (mean |Δy|)/1.128, K = slack·σ,
 * SH ← max(0, SH + y − (T + K)), SL ← min(0, SL + y − (T − K)); STRONG where a sum passes strongSigmas·σ, and then both
 * start again at 0; WEAK beyond weakSigmas·σ. The target T is given, or the mean of the warm-up. Bounds are the values
 * with which a sum would pass its limit, so they move with the sums. The score takes a sum of k σ for a normal k.
 * For small lasting shifts; not for seasons, trends or series whose level wanders: it raises alarms for ever there, which
 * `relearn` ends by taking the present mean as the new target after that many alarms. O(1), eight numbers.
 */
export const cusum = defineDetector({
  name: "cusum",
  title: "Cumulative sums (CUSUM)",
  suits: "Small shifts that last, on a level that should stay put.",
  params: z.object({
    target: z.number().nullable().default(null).meta({
      title: "Target",
      description: "The level that the series should keep; empty takes the mean of the warm-up.",
    }),
    slack: z.number().min(0).max(10).default(0.5).meta({
      title: "Slack",
      description: "Distance from the target that is not added up.",
      unit: "σ",
    }),
    weakSigmas: z.number().gt(0).max(100).default(6.5).meta({
      title: "Weak beyond",
      description: "Sum of distances that is weakly anomalous.",
      unit: "σ",
    }),
    strongSigmas: z.number().gt(0).max(100).default(8).meta({
      title: "Strong beyond",
      description: "Sum of distances that is strongly anomalous; the sums then start again.",
      unit: "σ",
    }),
    tails: z.enum(["both", "above", "below"]).default("both").meta({
      title: "Shifts",
      description: "Which direction of shift is looked for.",
    }),
    warmUp: z.number().int().min(2).max(100_000).default(60).meta({
      title: "Warm-up",
      description: "Points before the first verdict.",
      unit: "points",
    }),
    relearn: z.number().int().min(0).max(10_000).default(20).meta({
      title: "New target after",
      description: "After this many strong alarms in a row the recent mean is the target; 0 never.",
      unit: "alarms",
    }),
  }),
  init: () => ({
    n: 0,
    previous: 0,
    range: 0,
    mean: 0,
    target: 0,
    high: 0,
    low: 0,
    alarms: 0,
    recent: 0,
  }),
  step(s, _t, raw, p, out) {
    clearVerdict(out);
    const y = admit(raw);
    const ready = s.n >= p.warmUp;
    const target = p.target ?? (ready ? s.target : s.mean);
    const sigma = sigmaOf(s, target);
    if (ready) {
      out.expected = target;
      const k = p.slack * sigma;
      // A point below T + K ends no sum: the bound that remains is the one of the point itself.
      if (p.tails !== "below") {
        out.weakUpper = target + k + Math.max(0, p.weakSigmas * sigma - s.high);
        out.strongUpper = target + k + Math.max(0, p.strongSigmas * sigma - s.high);
      }
      if (p.tails !== "above") {
        out.weakLower = target - k - Math.max(0, p.weakSigmas * sigma + s.low);
        out.strongLower = target - k - Math.max(0, p.strongSigmas * sigma + s.low);
      }
    }
    if (Number.isNaN(y)) return;
    if (s.n > 0) s.range += Math.abs(y - s.previous);
    s.previous = y;
    s.n++;
    if (!ready) s.mean += (y - s.mean) / s.n;
    if (s.n === p.warmUp && !ready) s.target = s.mean;
    s.recent += 0.05 * (y - (s.n === 1 ? 0 : s.recent));
    if (s.n === 1) s.recent = y;
    const after = sigmaOf(s, target);
    s.high = p.tails === "below" ? 0 : Math.max(0, s.high + y - (target + p.slack * after));
    s.low = p.tails === "above" ? 0 : Math.min(0, s.low + y - (target - p.slack * after));
    if (!ready) {
      if (s.n === p.warmUp && p.target === null) {
        s.high = 0;
        s.low = 0;
      }
      return;
    }
    const sum = Math.max(s.high, -s.low);
    out.score = normalScore((4 * sum) / (p.strongSigmas * sigma));
    out.level =
      sum > p.strongSigmas * sigma ? "STRONG" : sum > p.weakSigmas * sigma ? "WEAK" : "NORMAL";
    if (out.level !== "STRONG") {
      if (out.level === "NORMAL") s.alarms = 0;
      return;
    }
    s.high = 0;
    s.low = 0;
    s.alarms++;
    if (p.relearn === 0 || s.alarms < p.relearn) return;
    s.target = s.recent;
    s.alarms = 0;
  },
});

const sigmaOf = (s: { n: number; range: number }, target: number): number =>
  Math.max(s.n > 1 ? s.range / (s.n - 1) / 1.128 : 0, 1e-9 * Math.abs(target), 1e-12);
