import { z } from "zod";
import { defineForecaster } from "../forecaster";

const dayMs = 86_400_000;
/** 1970-01-05 was a Monday. */
const monday = 4 * dayMs;
const count = (initial: number, most: number, title: string, description: string) =>
  z.number().int().min(0).max(most).default(initial).meta({ title, description });

const params = z.object({
  daily: count(
    3,
    12,
    "Waves a day",
    "Sine and cosine pairs with periods of 24 h, 12 h, 8 h and so on.",
  ),
  weekly: count(
    2,
    6,
    "Waves a week",
    "Sine and cosine pairs with periods of a week, half a week and so on.",
  ),
  weekend: z.boolean().default(true).meta({
    title: "Weekend",
    description: "Saturday and Sunday (UTC) have a level of their own.",
  }),
  holidays: z.array(z.iso.date()).max(366).default([]).meta({
    title: "Holidays",
    description: "Days (UTC, as 2026-12-25) that share a level of their own.",
  }),
  lags: count(
    1,
    8,
    "Lags",
    "How many values before are regressors; a value one lag back is the newest known.",
  ),
  ridge: z.number().gt(0).max(1e6).default(1).meta({
    title: "Ridge",
    description: "How strongly coefficients are held at 0 until the data says otherwise.",
  }),
  forgetting: z.number().min(0.9).max(1).default(0.9998).meta({
    title: "Remembers",
    description:
      "Weight that a point keeps per point after it: 0.9998 remembers about 5,000 points.",
  }),
});
type Params = z.infer<typeof params>;

const size = (p: Params): number =>
  1 + 2 * p.daily + 2 * p.weekly + (p.weekend ? 1 : 0) + (p.holidays.length > 0 ? 1 : 0) + p.lags;

const scratch = { x: new Float64Array(64), gain: new Float64Array(64) };

type Regression = {
  n: number;
  /** Running mean and mean |deviation|: values are regressed in these units */
  mean: number;
  spread: number;
  w: number[];
  inverse: number[];
  recent: number[];
  error: number;
};

/** Writes the features of time t: 1, waves, calendar, lags. */
function features(s: Regression, t: number, p: Params, x: Float64Array): number {
  let i = 0;
  x[i++] = 1;
  const day = (2 * Math.PI * t) / dayMs;
  for (let k = 1; k <= p.daily; k++) {
    x[i++] = Math.sin(k * day);
    x[i++] = Math.cos(k * day);
  }
  const week = (2 * Math.PI * (t - monday)) / (7 * dayMs);
  for (let k = 1; k <= p.weekly; k++) {
    x[i++] = Math.sin(k * week);
    x[i++] = Math.cos(k * week);
  }
  if (p.weekend) {
    const of = Math.floor((t - monday) / dayMs) % 7;
    x[i++] = (of < 0 ? of + 7 : of) >= 5 ? 1 : 0;
  }
  if (p.holidays.length > 0)
    x[i++] = p.holidays.includes(new Date(t).toISOString().slice(0, 10)) ? 1 : 0;
  for (let k = 0; k < p.lags; k++) x[i++] = s.recent[k] ?? 0;
  return i;
}

/**
 * Ridge regression on calendar features and lags, learned point by point (recursive least squares):
 * K = Pφ/(λ + φᵀPφ), w ← w + K·e, P ← (P − KφᵀP)/λ, P₀ = I/ridge; the error is clipped at 4 mean errors, so an outlier
 * moves nothing far. Haykin, Adaptive Filter Theory, ch. 10. A step sees its own series alone, so other series are no
 * regressors here: make a derived series (a ratio, a difference) and forecast that. The RNN of the training pipeline will stand beside it.
 * Not before a cycle of the longest wave has been seen. O(d²) for d features, 14 at the defaults; d² numbers.
 */
export const customRegression = defineForecaster({
  name: "custom-regression",
  title: "Regression on calendar and lags",
  suits: "Series driven by the clock: hours, weekends, holidays, and by their own last values.",
  params,
  init: (p): Regression => {
    const d = size(p);
    return {
      n: 0,
      mean: 0,
      spread: 0,
      w: new Array<number>(d).fill(0),
      inverse: Array.from({ length: d * d }, (_, i) => (i % (d + 1) === 0 ? 1 / p.ridge : 0)),
      recent: new Array<number>(p.lags).fill(0),
      error: 0,
    };
  },
  predict(s, t, p) {
    if (s.n < 20) return Number.NaN;
    const d = features(s, t, p, scratch.x);
    let y = 0;
    for (let i = 0; i < d; i++) y += (s.w[i] as number) * (scratch.x[i] as number);
    return s.mean + y * unit(s);
  },
  update(s, t, raw, p) {
    s.n++;
    // The unit is that of the first points and then stands still: the coefficients are in it.
    if (s.n <= 20) {
      const away = Math.abs(raw - s.mean);
      s.mean += (raw - s.mean) / s.n;
      if (s.n > 1) s.spread += (away - s.spread) / (s.n - 1);
    }
    const y = (raw - s.mean) / unit(s);
    const { x, gain } = scratch;
    const d = features(s, t, p, x);
    let error = y;
    for (let i = 0; i < d; i++) error -= (s.w[i] as number) * (x[i] as number);
    const limit = s.n < 50 ? Number.MAX_VALUE : 4 * s.error;
    const e = Math.max(-limit, Math.min(limit, error));
    s.error += Math.max(0.005, 1 / s.n) * (Math.abs(e) - s.error);
    let norm = p.forgetting;
    for (let i = 0; i < d; i++) {
      let g = 0;
      for (let j = 0; j < d; j++) g += (s.inverse[i * d + j] as number) * (x[j] as number);
      gain[i] = g;
      norm += g * (x[i] as number);
    }
    for (let i = 0; i < d; i++) s.w[i] = (s.w[i] as number) + ((gain[i] as number) / norm) * e;
    for (let i = 0; i < d; i++)
      for (let j = i; j < d; j++) {
        const value = Math.min(
          ((s.inverse[i * d + j] as number) - ((gain[i] as number) * (gain[j] as number)) / norm) /
            p.forgetting,
          1e6,
        );
        s.inverse[i * d + j] = value;
        s.inverse[j * d + i] = value;
      }
    for (let k = p.lags - 1; k > 0; k--) s.recent[k] = s.recent[k - 1] as number;
    if (p.lags > 0) s.recent[0] = Math.max(-50, Math.min(50, y));
  },
});

const unit = (s: { mean: number; spread: number }): number =>
  Math.max(s.spread, 1e-9 * Math.abs(s.mean), 1e-12);
