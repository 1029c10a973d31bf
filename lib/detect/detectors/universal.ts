import { z } from "zod";
import { addToTail, fadeTail, newTail, type Tail, tailScore } from "@/lib/math/tail";
import { learnUsual, newCalendarLevel, usual } from "../calendar-level";
import { admit, clearVerdict } from "../classify";
import { defineDetector } from "../detector";

const weekMs = 604_800_000;
/** Weight at which what the tails know is halved: three weeks of minutes. */
const memory = 32_768;
/** No component says more than one in a million. */
const cap = 6;
/** Points of its own that a series needs before its tail outweighs the prior one. */
const priorPoints = 10_000;
/** A run of anomalous points is one event: how much each later point of it adds to the tails, per five minutes. */
const laterShare = 0.125;
/** A strong run longer than this is an incident; the share of an ordinary step that is then still learned. */
const incidentRun = 30;
const believed = 0.1;
const leanRate = 0.2;
const leanLimit = 8;
/** A point this near to the expected value is ordinary, wherever those before it were. */
const leanFrom = 2.5;
/** The smoothed residual gets a thirtieth of the budget for false alarms. */
const leanPrice = 1.5;
/** Brings smoothed residuals, a third as wide as a point's (√(rate/(2−rate))) and lighter in the tail, to the prior. */
const leanUnit = 6;

/**
 * The detector for series of which nothing is known.
 *
 * Expected: a slow level with profiles of the day and the week (lib/detect/calendar-level.ts), chosen by the timestamp.
 * A residual is measured in running mean |residuals| (clipped at 3, so no outlier widens it) and goes through the tail of
 * its side: a histogram with a Pareto end (lib/math/tail.ts), mixed with a Laplace prior worth 10,000 points, so that
 * a young or polluted series still has a sensible tail; a series that mostly repeats itself gets little of the prior.
 * Two residuals count: the point's, and the smoothed one (EWMA, .2), which sees faults too small for one point. Bounds
 * are the residuals at which either reaches the budget of false alarms per week, which follows the usual interval;
 * an anomalous run has a weak bound a fifth nearer, so it does not flicker. The level is what the bounds say.
 * Score = (2·min(6, −log₁₀ p of the point) + min(6, −log₁₀ p of leaving the range seen so far))/3: the mean of capped
 * log probabilities was the best combination measured on the Numenta benchmark (docs/detectors-measured.md).
 *
 * What an incident teaches: a run counts as one event in the tails, weighed by the time that it covers and no further out
 * than twice the strong limit, so that the next incident is found too; a strong run of more than 30 points moves hardly
 * anything, until it has lasted `acceptAfterMs` (and 24 points) without a break: then its level is the new normal.
 * When points start to come at less than half the usual interval, noise is taken to grow by the square root and tails
 * are learned anew. Not for shapes (random-cut-forest) nor for limits that you know (constant-threshold).
 * About 0.5 µs a point; 7 KB.
 */
export const universal = defineDetector({
  name: "universal",
  title: "Automatic",
  suits: "Any series: learns its level, its day, its week and its noise by itself.",
  params: z.object({
    weakPerWeek: z.number().gt(0).max(1000).default(3).meta({
      title: "Weak alarms per week",
      description: "How many weakly anomalous points a week without any incident may have.",
      unit: "per week",
    }),
    strongPerWeek: z.number().gt(0).max(1000).default(0.1).meta({
      title: "Strong alarms per week",
      description: "How many strongly anomalous points a week without any incident may have.",
      unit: "per week",
    }),
    warmUp: z.number().int().min(20).max(100_000).default(50).meta({
      title: "Warm-up",
      description: "Points before the first verdict.",
      unit: "points",
    }),
    acceptAfterMs: z
      .number()
      .int()
      .min(0)
      .max(30 * 86_400_000)
      .default(7_200_000)
      .meta({
        title: "Accept as new normal after",
        description:
          "How long a series has to be anomalous without a break before that is its new normal.",
        unit: "ms",
      }),
  }),
  init: () => ({
    n: 0,
    t: 0,
    /** Usual time between points, ms */
    every: 0,
    odd: 0,
    usual: newCalendarLevel(),
    /** Mean |residual|, and how many residuals it is the mean of */
    scale: 0,
    scaleCount: 0,
    min: 0,
    max: 0,
    up: newTail(),
    down: newTail(),
    range: newTail(),
    /** Smoothed residual in units of the scale, and its own tails */
    lean: 0,
    leanUp: newTail(),
    leanDown: newTail(),
    /** Share of points that repeat the one before */
    last: 0,
    repeats: 0,
    /** Residuals, in units of the scale, from which on a point is weak or strong; how long they hold */
    weakUp: 0,
    strongUp: 0,
    weakDown: 0,
    strongDown: 0,
    leanWeakUp: 0,
    leanStrongUp: 0,
    leanWeakDown: 0,
    leanStrongDown: 0,
    hold: 0,
    /** Of the present run of anomalous points: length, start and mean residual */
    run: 0,
    since: 0,
    offset: 0,
  }),
  step(s, t, raw, p, out) {
    clearVerdict(out);
    const x = admit(raw);
    const expected = usual(s.usual, t);
    const width = s.max - s.min;
    const scale = Math.max(s.scale, 1e-9 * Math.abs(s.usual.level), 1e-12);
    const ready = s.n >= p.warmUp;
    if (ready) {
      const calm = s.run > 0 ? 0.8 : 1;
      out.expected = expected;
      out.weakUpper = expected + scale * nearer(calm * s.weakUp, s.leanWeakUp, s.lean);
      out.strongUpper = expected + scale * nearer(s.strongUp, s.leanStrongUp, s.lean);
      out.weakLower = expected - scale * nearer(calm * s.weakDown, s.leanWeakDown, -s.lean);
      out.strongLower = expected - scale * nearer(s.strongDown, s.leanStrongDown, -s.lean);
    }
    if (Number.isNaN(x)) return;
    if (s.n === 0) {
      s.min = x;
      s.max = x;
      s.t = t;
    }
    const dt = interval(s, t);
    const prior = priorPoints * (1 - s.repeats) + 100;
    const residual = x - expected;
    const size = Math.min(Math.abs(residual) / scale, 1e9);
    const tail = residual > 0 ? s.up : s.down;
    const range = Math.min(10, Math.max(0, x - s.max, s.min - x) / Math.max(width, scale));
    const lean = s.lean + leanRate * (clip(residual / scale, leanLimit) - s.lean);
    const leanSize = Math.abs(lean);
    const leanTail = lean > 0 ? s.leanUp : s.leanDown;
    let counted = 1;
    if (ready) {
      const own = mixedScore(tail, size, prior);
      out.score =
        (2 * Math.min(cap, own) + (range > 0 ? Math.min(cap, tailScore(s.range, range)) : 0)) / 3;
      out.level =
        x > out.strongUpper || x < out.strongLower
          ? "STRONG"
          : x > out.weakUpper || x < out.weakLower
            ? "WEAK"
            : "NORMAL";
      if (out.level === "NORMAL") s.run = 0;
      else {
        if (s.run === 0) {
          s.since = t;
          s.offset = residual;
        }
        s.run++;
        s.offset += Math.max(0.1, 1 / s.run) * (residual - s.offset);
        // A run of anomalous points is one event, and if it is strong likelier an incident than chance. It says as much
        // about ordinary days as the time that it covers, up to five minutes.
        if (s.n >= 200)
          counted =
            s.run > 1
              ? laterShare * Math.min(1, dt / 300_000)
              : out.level === "STRONG"
                ? 0.25 * Math.min(1, dt / 60_000)
                : 1;
        if (s.run >= 24 && t - s.since >= p.acceptAfterMs) {
          s.usual.level += s.offset;
          s.scaleCount = Math.min(s.scaleCount, 30);
          s.run = 0;
          s.hold = 0;
        }
      }
    }
    s.n++;
    if (s.n > 5 && counted > 0) {
      // What was called strong stretches the tail to twice the limit at most, not to where the incident goes: otherwise
      // one incident would make every smaller one look ordinary.
      const limit = residual > 0 ? s.strongUp : s.strongDown;
      const most = out.level === "STRONG" ? 2 * limit : Number.POSITIVE_INFINITY;
      addToTail(tail, Math.min(size, most), memory, counted);
      addToTail(residual > 0 ? s.down : s.up, 0, memory, counted);
      addToTail(leanTail, leanSize * leanUnit, memory, counted);
      addToTail(lean > 0 ? s.leanDown : s.leanUp, 0, memory, counted);
    }
    if (s.n > 20) addToTail(s.range, range, memory);
    s.lean = lean;
    s.repeats += Math.max(0.002, 1 / s.n) * ((x === s.last ? 1 : 0) - s.repeats);
    s.last = x;
    if (x < s.min) s.min = x;
    if (x > s.max) s.max = x;

    // A young scale learns fast, but not from what has just been called strong.
    const alarmed = out.level === "STRONG" && s.n >= 200;
    const incident = alarmed && s.run > incidentRun;
    const calmLimit = Math.max(3 * scale, 0.02 * width);
    const limit = s.n < 10 ? Number.MAX_VALUE : incident ? believed * calmLimit : calmLimit;
    s.scaleCount = Math.min(s.scaleCount + 1, 10_000);
    s.scale +=
      Math.max(Math.min(0.002, (0.002 * dt) / 60_000), alarmed ? 0 : 1 / s.scaleCount) *
      (incident ? 0 : Math.min(Math.abs(residual), limit) - s.scale);
    learnUsual(s.usual, t, x, dt, limit);
    if (--s.hold <= 0) {
      s.hold = s.n < 1000 ? 8 : 64;
      const perWeek = weekMs / Math.max(s.every, 1);
      const weak = Math.log10(Math.max(perWeek / p.weakPerWeek, 2));
      const strong = Math.max(weak, Math.log10(Math.max(perWeek / p.strongPerWeek, 2)));
      s.weakUp = sizeAt(s.up, weak, prior);
      s.strongUp = sizeAt(s.up, strong, prior);
      s.weakDown = sizeAt(s.down, weak, prior);
      s.strongDown = sizeAt(s.down, strong, prior);
      s.leanWeakUp = sizeAt(s.leanUp, weak + leanPrice, prior) / leanUnit;
      s.leanStrongUp = sizeAt(s.leanUp, strong + leanPrice, prior) / leanUnit;
      s.leanWeakDown = sizeAt(s.leanDown, weak + leanPrice, prior) / leanUnit;
      s.leanStrongDown = sizeAt(s.leanDown, strong + leanPrice, prior) / leanUnit;
    }
  },
});

/** The time since the last point, ms, following the usual one; notices when points start to come more often. */
function interval(
  s: {
    n: number;
    t: number;
    every: number;
    odd: number;
    scale: number;
    scaleCount: number;
    hold: number;
    up: Tail;
    down: Tail;
    leanUp: Tail;
    leanDown: Tail;
  },
  t: number,
): number {
  const dt = Math.max(t - s.t, 1);
  s.t = t;
  if (s.n === 0) return 60_000;
  if (s.n === 1) s.every = dt;
  s.odd = dt < 0.5 * s.every ? s.odd + 1 : 0;
  if (s.odd >= 3) {
    // Means over a shorter time are noisier: by the square root for independent events.
    s.scale *= Math.sqrt(Math.min(s.every / dt, 100));
    s.scaleCount = Math.min(s.scaleCount, 60);
    for (const tail of [s.up, s.down, s.leanUp, s.leanDown]) fadeTail(tail, 0.2);
    s.every = dt;
    s.odd = 0;
    s.hold = 0;
  } else s.every += 0.02 * (Math.min(dt, 4 * s.every) - s.every);
  return Math.min(dt, 4 * s.every);
}

/** −log10 of the chance of a residual of at least `size` mean sizes: the series' own tail mixed with a Laplace prior. */
function mixedScore(tail: Tail, size: number, prior: number): number {
  const n = tail.above[0] as number;
  const own = 10 ** -tailScore(tail, size);
  return -Math.log10((prior * Math.exp(-size) + n * own) / (prior + n) + 1e-12);
}

/** The size that scores `score`: mixedScore turned round by bisection. */
function sizeAt(tail: Tail, score: number, prior: number): number {
  let low = 0;
  let high = 4;
  while (high < 1e9 && mixedScore(tail, high, prior) < score) high *= 2;
  for (let i = 0; i < 24; i++) {
    const mid = 0.5 * (low + high);
    if (mixedScore(tail, mid, prior) < score) low = mid;
    else high = mid;
  }
  return high;
}

/** The residual from which on a point is out, by itself or by where the smoothed residual would get with it. */
function nearer(own: number, lean: number, now: number): number {
  const needed = (lean - (1 - leanRate) * now) / leanRate;
  return needed > leanLimit ? own : Math.min(own, Math.max(leanFrom, needed));
}

const clip = (x: number, limit: number): number => (x > limit ? limit : x < -limit ? -limit : x);
