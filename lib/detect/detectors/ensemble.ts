import { z } from "zod";
import { clearVerdict } from "../classify";
import { type AnyDetector, defineDetector, type State } from "../detector";
import { newVerdict } from "../model";
import { ewma } from "./ewma";
import { individuals } from "./individuals";
import { pewma } from "./pewma";
import { seasonalNaive } from "./seasonal-naive";
import { universal } from "./universal";

const available: Readonly<Record<string, AnyDetector>> = {
  universal,
  ewma,
  pewma,
  "seasonal-naive": seasonalNaive,
  individuals,
};
const defaults = Object.fromEntries(
  Object.entries(available).map(([name, d]) => [name, d.params.parse({})]),
);
const verdict = newVerdict();

const weight = (name: string, initial: number) =>
  z
    .number()
    .min(0)
    .max(100)
    .default(initial)
    .meta({
      title: `Weight of "${available[name]?.title}"`,
      description: "How much this member's verdict counts; 0 leaves it out.",
    });

/**
 * Several detectors that vote: level = weighted mean of the members' levels (NORMAL 0, WEAK 1, STRONG 2) against the
 * shares asked for; score = weighted mean of the members' scores, each capped at 6, which was the best rule measured on
 * the Numenta benchmark (a maximum lets the noisiest member decide). Members still warming up do not vote. Expected
 * value and bounds are those of the heaviest member that has them; `by` of the verdict names the members that spoke.
 */
export const ensemble = defineDetector({
  name: "ensemble",
  title: "Several detectors that vote",
  suits: "Series on which single detectors are wrong in different ways.",
  params: z.object({
    universal: weight("universal", 2),
    ewma: weight("ewma", 1),
    pewma: weight("pewma", 1),
    "seasonal-naive": weight("seasonal-naive", 1),
    individuals: weight("individuals", 1),
    weakShare: z.number().gt(0).max(2).default(0.7).meta({
      title: "Weak from",
      description:
        "Weighted mean of the votes (weak 1, strong 2) from which a point is weakly anomalous.",
    }),
    strongShare: z.number().gt(0).max(2).default(1.2).meta({
      title: "Strong from",
      description: "Weighted mean of the votes from which a point is strongly anomalous.",
    }),
  }),
  init: (): Record<string, State> =>
    Object.fromEntries(
      Object.entries(available).map(([name, d]) => [name, d.init(defaults[name])]),
    ),
  step(s, t, value, p, out) {
    clearVerdict(out);
    let total = 0;
    let votes = 0;
    let score = 0;
    let heaviest = 0;
    let by = "";
    for (const name in available) {
      const share = p[name as keyof typeof p];
      if (share === 0) continue;
      (available[name] as AnyDetector).step(s[name] as State, t, value, defaults[name], verdict);
      if (share > heaviest && !Number.isNaN(verdict.expected)) {
        heaviest = share;
        out.expected = verdict.expected;
        out.weakLower = verdict.weakLower;
        out.weakUpper = verdict.weakUpper;
        out.strongLower = verdict.strongLower;
        out.strongUpper = verdict.strongUpper;
      }
      if (verdict.level === "UNKNOWN") continue;
      total += share;
      score += share * Math.min(6, verdict.score);
      if (verdict.level !== "NORMAL") by = by === "" ? name : `${by}, ${name}`;
      votes += share * (verdict.level === "STRONG" ? 2 : verdict.level === "WEAK" ? 1 : 0);
    }
    if (total === 0) return;
    out.score = score / total;
    out.level =
      votes / total >= p.strongShare ? "STRONG" : votes / total >= p.weakShare ? "WEAK" : "NORMAL";
    if (out.level !== "NORMAL") out.by = by;
  },
});
