import type { AnyDetector } from "@/lib/detect/detector";
import { newVerdict } from "@/lib/detect/model";
import type { Ordinary, OrdinarySet } from "./ordinary";

const week = 604_800_000;
/** An alarm closes after this many ordinary points, as an anomaly does in the product. */
const closeAfter = 3;

/** Alarms a week that are asked for; strong ones a thirtieth of that, as the defaults have it. */
export const settings = [0.3, 1, 3, 10, 30] as const;

export type Knob = { detector: string; title: string; params(perWeek: number): unknown };

/** Every detector with a knob in alarms a week. */
export const knobs: readonly Knob[] = [
  {
    detector: "universal",
    title: "The default detector",
    params: (perWeek) => ({ weakPerWeek: perWeek, strongPerWeek: perWeek / 30 }),
  },
  {
    detector: "forecast",
    title: "Holt-Winters with the quantile band",
    params: (perWeek) => ({
      forecaster: "holt-winters",
      band: "quantile",
      weakPerWeek: perWeek,
      strongPerWeek: perWeek / 30,
    }),
  },
  {
    detector: "forecast",
    title: "Seasonal naive with the quantile band",
    params: (perWeek) => ({
      forecaster: "seasonal-naive",
      band: "quantile",
      weakPerWeek: perWeek,
      strongPerWeek: perWeek / 30,
    }),
  },
];

export type Observed = { weeks: number; weak: number; strong: number };

/** Alarms that began in the counted part of a series, of any level and of level STRONG, and how many weeks that part has. */
function observe(detector: AnyDetector, rawParams: unknown, s: Ordinary): Observed {
  const params = detector.params.parse(rawParams);
  const state = detector.init(params);
  const out = newVerdict();
  const seen = { weeks: 0, weak: 0, strong: 0 };
  let last = Number.NEGATIVE_INFINITY;
  let quiet = closeAfter;
  let calm = closeAfter;
  for (let i = 0; i < s.times.length; i++) {
    const t = s.times[i] as number;
    if (!(t > last)) continue;
    detector.step(state, t, s.values[i] as number, params, out);
    const counted = s.counted[i] === true;
    // A silence of more than an hour or so is not watched
    if (counted && last > 0) seen.weeks += Math.min(t - last, 2 * 3_600_000) / week;
    last = t;
    const strong = out.level === "STRONG";
    if (strong || out.level === "WEAK") {
      if (counted && quiet >= closeAfter) seen.weak++;
      quiet = 0;
    } else quiet++;
    if (strong) {
      if (counted && calm >= closeAfter) seen.strong++;
      calm = 0;
    } else calm++;
  }
  return seen;
}

/** Alarms a week on every set. */
export const calibration = (
  detector: AnyDetector,
  params: unknown,
  sets: readonly OrdinarySet[],
): Record<string, Observed> =>
  Object.fromEntries(
    sets.map(({ name, series }) => {
      const all = series.map((s) => observe(detector, params, s));
      const sum = (key: keyof Observed) => all.reduce((a, o) => a + o[key], 0);
      const weeks = sum("weeks");
      return [name, { weeks, weak: sum("weak") / weeks, strong: sum("strong") / weeks }];
    }),
  );
