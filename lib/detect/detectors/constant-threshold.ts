import { z } from "zod";
import { madToSigma } from "@/lib/math/hampel";
import { median } from "@/lib/math/median";
import { normalScore } from "@/lib/math/normal-score";
import { admit, classify, clearVerdict } from "../classify";
import { defineDetector } from "../detector";

const bound = (title: string, description: string) =>
  z.number().nullable().default(null).meta({ title, description });

/**
 * Fixed limits, the four bounds as given. Strict: a value on a limit is inside. Limits left empty bound nothing.
 * Left empty on both sides the detector learns a wide pair from the first `learn` points (median ± 6 and 8 robust
 * deviations, 1.4826·MAD), so that a new detector is of use before anybody sets it.
 * The score is a convention, not a probability: weak limits count as 3 σ and strong ones as 4 σ of a normal tail,
 * distances measured from the middle of the limits (or from the learned median).
 * Trainers choose limits from a longer history (lib/detect/trainers). Not for series whose ordinary level moves. O(1).
 */
export const constantThreshold = defineDetector({
  name: "constant-threshold",
  title: "Fixed limits",
  suits: "Values with a known limit: an agreed error share, a full disk, a promised latency.",
  params: z.object({
    strongUpper: bound("Strong above", "Strongly anomalous above this value; empty for no limit."),
    weakUpper: bound("Weak above", "Weakly anomalous above this value; empty for no limit."),
    weakLower: bound("Weak below", "Weakly anomalous below this value; empty for no limit."),
    strongLower: bound("Strong below", "Strongly anomalous below this value; empty for no limit."),
    learn: z.number().int().min(5).max(256).default(60).meta({
      title: "Learn from",
      description: "When no limit is given: how many first points the limits are taken from.",
      unit: "points",
    }),
  }),
  init: () => ({ seen: [] as number[], ready: false as boolean, median: 0, spread: 0 }),
  step(s, _t, raw, p, out) {
    clearVerdict(out);
    const value = admit(raw);
    const given =
      p.strongUpper !== null ||
      p.weakUpper !== null ||
      p.weakLower !== null ||
      p.strongLower !== null;
    if (given) {
      out.strongUpper = p.strongUpper ?? Number.NaN;
      out.weakUpper = p.weakUpper ?? Number.NaN;
      out.weakLower = p.weakLower ?? Number.NaN;
      out.strongLower = p.strongLower ?? Number.NaN;
    } else if (s.ready) {
      out.expected = s.median;
      out.strongUpper = s.median + 8 * s.spread;
      out.weakUpper = s.median + 6 * s.spread;
      out.weakLower = s.median - 6 * s.spread;
      out.strongLower = s.median - 8 * s.spread;
    }
    if (Number.isNaN(value)) return;
    if (given || s.ready) {
      out.level = classify(value, out);
      out.score = normalScore(sigmas(value, out));
      return;
    }
    s.seen.push(value);
    if (s.seen.length < p.learn) return;
    s.median = median(s.seen);
    const deviations = s.seen.map((x) => Math.abs(x - s.median));
    const mad = madToSigma * median(deviations);
    // Half the values equal: fall back on the mean distance, then on the resolution of the number.
    const mean = deviations.reduce((a, b) => a + b, 0) / deviations.length;
    s.spread = Math.max(mad > 0 ? mad : 1.2533 * mean, 1e-9 * Math.abs(s.median), 1e-12);
    s.ready = true;
    s.seen = [];
  },
});

/** Distance in σ under the convention weak = 3, strong = 4; 0 where no limit is on that side. */
function sigmas(
  value: number,
  v: { weakLower: number; weakUpper: number; strongLower: number; strongUpper: number },
): number {
  const up = side(value, v.weakUpper, v.strongUpper, other(v.weakLower, v.strongLower));
  const down = side(-value, -v.weakLower, -v.strongLower, -other(v.weakUpper, v.strongUpper));
  return Math.max(up, down);
}

const other = (weak: number, strong: number): number => (Number.isNaN(weak) ? strong : weak);

function side(value: number, weak: number, strong: number, opposite: number): number {
  const limit = Number.isNaN(weak) ? strong : weak;
  if (Number.isNaN(limit)) return 0;
  const at = Number.isNaN(weak) ? 4 : 3;
  if (!Number.isNaN(weak) && !Number.isNaN(strong) && value > weak)
    return strong > weak ? 3 + (value - weak) / (strong - weak) : 4;
  const half = Number.isNaN(opposite) ? Math.abs(limit) : Math.abs(limit - opposite) / 2;
  const unit = Math.max(half / at, 1e-12);
  return Math.max(0, at + (value - limit) / unit);
}
