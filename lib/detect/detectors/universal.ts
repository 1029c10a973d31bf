import { z } from "zod";
import { addToTail, fadeTail, newTail, type Tail, tailScore } from "@/lib/math/tail";
import { earn, newAlarmBudget, spend } from "../alarm-budget";
import { learnUsual, newCalendarLevel, usual } from "../calendar-level";
import { admit, clearVerdict } from "../classify";
import { defineDetector } from "../detector";
import { learnNoise, newHourlyNoise, noiseAt } from "../hourly-noise";
import { begin, newPace, quicker, since } from "../pace";
import { priorTailScore, priorTailSize } from "../prior-tail";

const weekMs = 604_800_000;
const dayMs = 86_400_000;
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
/** Who has not seen a whole day cannot know the morning: bounds are so much wider until then. */
const firstDay = 2;
/** An alarm ends after so many ordinary points; until then the weak bound is so much nearer, so that it does not flicker. */
const closing = 3;
const nearerBy = 0.7;
/** A series of few points a day has its first verdict after a day and so many of them. */
const fewest = 20;

/**
 * The detector for series of which nothing is known.
 *
 * Expected: a slow level with profiles of the day and the week (lib/detect/calendar-level.ts), chosen by the timestamp.
 * A residual is measured in running mean |residuals| (clipped at 3, so no outlier widens it) and goes through the tail of
 * its side: a histogram with a Pareto end (lib/math/tail.ts), mixed with a Laplace prior worth 10,000 points, so that
 * a young or polluted series still has a sensible tail; a series that mostly repeats itself gets little of the prior.
 * Two residuals count: the point's, and the smoothed one (EWMA, .2), which sees faults too small for one point. Bounds
 * are the residuals at which either reaches the budget of false alarms per week, which follows the usual interval and
 * what became of it so far (lib/detect/alarm-budget.ts). They are wider at hours that are noisier than others
 * (lib/detect/hourly-noise.ts), twice as wide before a whole day has been seen, and the weak one is nearer by 30 % from
 * an anomalous point on until three ordinary ones in a row, so that an alarm does not flicker. The level is what the bounds say.
 * Score = (2·min(6, −log₁₀ p of the point) + min(6, −log₁₀ p of leaving the range seen so far))/3: the mean of capped
 * log probabilities was the best combination measured on the Numenta benchmark (docs/detectors-measured.md).
 *
 * What an incident teaches: a run counts as one event in the tails, weighed by the time that it covers and no further out
 * than twice the strong limit, so that the next incident is found too; a strong run of more than 30 points moves hardly
 * anything, until it has lasted `acceptAfterMs` (and 24 points) without a break: then its level is the new normal.
 * When points start to come at less than half the usual interval, noise is taken to grow by the square root and tails
 * are learned anew. Not for shapes (random-cut-forest) nor for limits that you know (constant-threshold).
 * About 0.4 µs a point; 8 KB.
 */
export const universal = defineDetector({
  name: "universal",
  title: "Automatic",
  suits: "Any series: learns its level, its day, its week and its noise by itself.",
  params: z.object({
    weakPerWeek: z.number().gt(0).max(1000).default(3).meta({
      title: "Weak alarms per week",
      description:
        "How many alarms a week without any incident may have: runs of anomalous points, however weak.",
      unit: "per week",
    }),
    strongPerWeek: z.number().gt(0).max(1000).default(0.1).meta({
      title: "Strong alarms per week",
      description: "How many of the alarms of such a week may become strong.",
      unit: "per week",
    }),
    warmUp: z.number().int().min(20).max(100_000).default(50).meta({
      title: "Warm-up",
      description:
        "Points before the first verdict; a day and 20 points are enough where points are rarer.",
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
    pace: newPace(),
    usual: newCalendarLevel(),
    noise: newHourlyNoise(),
    budget: newAlarmBudget(),
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
    /** Ordinary points since the last anomalous one */
    quiet: closing,
  }),
  step(s, t, raw, p, out) {
    clearVerdict(out);
    const x = admit(raw);
    const expected = usual(s.usual, t);
    const width = s.max - s.min;
    const scale = Math.max(s.scale, 1e-9 * Math.abs(s.usual.level), 1e-12);
    const seen = t - s.pace.first;
    const ready = s.n >= p.warmUp || (s.n >= fewest && seen >= dayMs);
    if (ready) {
      const wide = scale * noiseAt(s.noise, t, s.pace.every) * (seen < dayMs ? firstDay : 1);
      const weak = s.quiet < closing ? nearerBy : 1;
      const lean = s.lean * (scale / wide);
      out.expected = expected;
      out.weakUpper = expected + wide * nearer(weak * s.weakUp, s.leanWeakUp, lean);
      out.strongUpper = expected + wide * nearer(s.strongUp, s.leanStrongUp, lean);
      out.weakLower = expected - wide * nearer(weak * s.weakDown, s.leanWeakDown, -lean);
      out.strongLower = expected - wide * nearer(s.strongDown, s.leanStrongDown, -lean);
    }
    if (Number.isNaN(x)) return;
    if (s.n === 0) {
      s.min = x;
      s.max = x;
      begin(s.pace, t);
    } else {
      const factor = quicker(s.pace, t);
      if (factor > 1) {
        // Means over a shorter time are noisier: by the square root for independent events.
        s.scale *= Math.sqrt(Math.min(factor, 100));
        s.scaleCount = Math.min(s.scaleCount, 60);
        for (const tail of [s.up, s.down, s.leanUp, s.leanDown]) fadeTail(tail, 0.2);
        s.hold = 0;
      }
    }
    const dt = s.n === 0 ? 60_000 : since(s.pace, t);
    s.pace.last = t;
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
      const own = priorTailScore(tail, size, prior);
      out.score =
        (2 * Math.min(cap, own) + (range > 0 ? Math.min(cap, tailScore(s.range, range)) : 0)) / 3;
      out.level =
        x > out.strongUpper || x < out.strongLower
          ? "STRONG"
          : x > out.weakUpper || x < out.weakLower
            ? "WEAK"
            : "NORMAL";
      if (out.level === "NORMAL") {
        s.run = 0;
        s.quiet++;
      } else {
        // What is strong is likelier an incident than chance, and no incident uses up the budget
        if (s.quiet >= closing && out.level === "WEAK") {
          spend(s.budget);
          s.hold = 0;
        }
        s.quiet = 0;
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
    if (ready && seen >= dayMs) earn(s.budget, dt, p.weakPerWeek);
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
    if (!incident) learnNoise(s.noise, t, Math.abs(residual) / scale, dt);
    s.scaleCount = Math.min(s.scaleCount + 1, 10_000);
    s.scale +=
      Math.max(Math.min(0.002, (0.002 * dt) / 60_000), alarmed ? 0 : 1 / s.scaleCount) *
      (incident ? 0 : Math.min(Math.abs(residual), limit) - s.scale);
    learnUsual(s.usual, t, x, dt, limit);
    if (--s.hold <= 0) {
      s.hold = s.n < 1000 ? 8 : 64;
      const perWeek = weekMs / Math.max(s.pace.every, 1);
      const least = Math.log10(2);
      const weak = Math.max(Math.log10(perWeek / p.weakPerWeek) + s.budget.extra, least);
      const strong = Math.max(weak, Math.log10(perWeek / p.strongPerWeek) + s.budget.extra);
      s.weakUp = priorTailSize(s.up, weak, prior, s.weakUp);
      s.strongUp = priorTailSize(s.up, strong, prior, s.strongUp);
      s.weakDown = priorTailSize(s.down, weak, prior, s.weakDown);
      s.strongDown = priorTailSize(s.down, strong, prior, s.strongDown);
      s.leanWeakUp = leanBound(s.leanUp, weak, prior, s.leanWeakUp);
      s.leanStrongUp = leanBound(s.leanUp, strong, prior, s.leanStrongUp);
      s.leanWeakDown = leanBound(s.leanDown, weak, prior, s.leanWeakDown);
      s.leanStrongDown = leanBound(s.leanDown, strong, prior, s.leanStrongDown);
    }
  },
});

/** The smoothed residual that scores `score`, from the last answer. */
const leanBound = (tail: Tail, score: number, prior: number, last: number): number =>
  priorTailSize(tail, score + leanPrice, prior, leanUnit * last) / leanUnit;

/** The residual from which on a point is out, by itself or by where the smoothed residual would get with it. */
function nearer(own: number, lean: number, now: number): number {
  const needed = (lean - (1 - leanRate) * now) / leanRate;
  return needed > leanLimit ? own : Math.min(own, Math.max(leanFrom, needed));
}

const clip = (x: number, limit: number): number => (x > limit ? limit : x < -limit ? -limit : x);
