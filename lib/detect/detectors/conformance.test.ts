import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findBreakout } from "@/lib/math/breakout";
import { welford } from "../bands/welford";
import { classify } from "../classify";
import { run } from "../detector";
import { ewma } from "../forecasters/ewma";
import { holtWinters } from "../forecasters/holt-winters";
import { deviation, pewma } from "../forecasters/pewma";
import { seasonalNaive } from "../forecasters/seasonal-naive";
import { sma } from "../forecasters/sma";
import { counts, newVerdict } from "../model";
import { runSettings } from "../run-settings";
import { SeriesRun } from "../series-run";
import { cusum } from "./cusum";
import { individuals } from "./individuals";

const fixture = (name: string) =>
  readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
const table = (name: string): number[][] =>
  fixture(name)
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",").map(Number));
const levelsOf = (name: string): string[] =>
  fixture(name)
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",").at(-1)?.trim() ?? "");
const vectors = JSON.parse(fixture("vectors.json"));
const minutes = (values: readonly number[]) => values.map((_, i) => i * 60_000);

test("classification: the upper side first, strict, missing limits bound nothing", () => {
  for (const c of vectors.classifier) {
    const v = newVerdict();
    const side = c.type as string;
    if (side !== "LEFT_TAILED") {
      v.strongUpper = c.thresholds.upperStrong ?? Number.NaN;
      v.weakUpper = c.thresholds.upperWeak ?? Number.NaN;
    }
    if (side !== "RIGHT_TAILED") {
      v.strongLower = c.thresholds.lowerStrong ?? Number.NaN;
      v.weakLower = c.thresholds.lowerWeak ?? Number.NaN;
    }
    // The original counts a value on a limit as inside the next one out, as we do
    expect(classify(c.observed, v), JSON.stringify(c)).toBe(c.expected);
  }
});

test("EWMA: mean and variance worked by hand, started at the first value", () => {
  const p = { alpha: 0.5 };
  const s = ewma.init(p);
  const means = [4, 8, 2].map((y, i) => {
    ewma.update(s, i, y, p);
    return ewma.predict(s, i, p);
  });
  expect(means).toEqual([4, 6, 4]);
  const band = welford.init({ bandAlpha: 0.5, weakSigmas: 3, strongSigmas: 4 });
  for (const r of [4, -4])
    welford.update(band, 0, r, 0, { bandAlpha: 0.5, weakSigmas: 3, strongSigmas: 4 });
  // 16, then ½·(16 + ½·16)
  expect(band.variance).toBe(12);
});

test("exponential Welford: the variances of the original's file", () => {
  const p = { bandAlpha: 0.15, weakSigmas: 3, strongSigmas: 4 };
  const s = { n: 100, variance: 1 };
  for (const [y, forecast, residual, , variance] of table("exp-welford-test-data.csv")) {
    welford.update(s, 0, (y as number) - (forecast as number), forecast as number, p);
    expect(residual).toBeCloseTo((y as number) - (forecast as number), 6);
    expect(s.variance).toBeCloseTo(variance as number, 6);
  }
});

test("PEWMA: with doubt 0 it is an EWMA, and its deviation that of the file's recurrence", () => {
  const p = { alpha: 0.05, beta: 0, training: 2 };
  const s = pewma.init(p);
  const e = ewma.init({ alpha: 0.05 });
  for (let i = 0; i < 200; i++) {
    const y = 10 + Math.sin(i);
    pewma.update(s, i, y, p);
    if (i === 1) e.mean = pewma.predict(s, i, p);
    else ewma.update(e, i, y, { alpha: 0.05 });
    if (i >= 2) expect(pewma.predict(s, i, p)).toBeCloseTo(e.mean, 9);
  }
  expect(deviation({ s1: 3, s2: 25 })).toBe(4);
});

test("SMA: the averages of the original's file", () => {
  const rows = table("sma-sample-input.csv");
  [1, 3, 9, 21].forEach((lookBack, column) => {
    const s = sma.init({ lookBack });
    for (const row of rows) {
      sma.update(s, 0, row[1] as number, { lookBack });
      expect(sma.predict(s, 0, { lookBack })).toBeCloseTo(row[2 + column] as number, 7);
    }
  });
  for (const c of vectors.sma) {
    const p = { lookBack: c.lookBackPeriod as number };
    const s = sma.init(p);
    for (const y of c.initialPeriodOfValues ?? []) sma.update(s, 0, y, p);
    const means = c.observed.map((y: number) => {
      sma.update(s, 0, y, p);
      return sma.predict(s, 0, p);
    });
    expect(means).toEqual(c.expected);
  }
});

describe("seasonal naive", () => {
  const p = { cycleMs: 50_000, slotMs: 10_000 };
  const forecasts = (points: { t: number; v: number; expect: unknown }[]) => {
    const s = seasonalNaive.init(p);
    return points.map(({ t, v }) => {
      const forecast = seasonalNaive.predict(s, t * 1000, p);
      seasonalNaive.update(s, t * 1000, v, p);
      return forecast;
    });
  };
  test("repeats the same slot of the cycle before, and knows nothing of one that was empty", () => {
    const points = vectors.seasonalNaive.missingTwoWithWrap;
    const expected = points.map((x: { expect: unknown }) =>
      typeof x.expect === "number" ? x.expect : Number.NaN,
    );
    expect(forecasts(points)).toEqual(expected);
  });
  test("has its first forecast after a whole cycle", () => {
    const made = forecasts(vectors.seasonalNaive.warmupThenForecast);
    expect(made.slice(0, 5).every(Number.isNaN)).toBe(true);
    expect(made[5]).toBe(10);
  });
});

test("a repeated and an earlier time, on which the original throws, are passed over by the run", () => {
  const settings = runSettings("d", 1, {
    algorithm: "seasonal-naive",
    params: { cycleMs: 50_000, slotMs: 10_000, warmUp: 2 },
    counts: counts.parse({}),
  });
  const told: unknown[] = [];
  const follow = (again: boolean) => {
    const seasonal = new SeriesRun(settings, { id: 1, service: null, metric: "m" }, (...x) =>
      told.push(x),
    );
    const made: unknown[] = [];
    for (const { t, v } of vectors.seasonalNaive.missingTwoWithWrap) {
      made.push({ ...seasonal.push(t * 1000, v) });
      if (!again) continue;
      expect(seasonal.push(t * 1000, 999)).toBeNull();
      expect(seasonal.push(t * 1000 - 10_000, 999)).toBeNull();
    }
    return made;
  };
  expect(follow(true)).toEqual(follow(false));
  expect(told).toEqual([]);
});

describe("CUSUM", () => {
  const base = { slack: 0.5, weakSigmas: 3, strongSigmas: 4, relearn: 0 };
  test("the sums and levels of the original's file after its warm-up", () => {
    const rows = table("cusum-sample-input.csv");
    const values = rows.map((row) => row[1] as number);
    const params = { ...base, target: 0.16, tails: "above", warmUp: 25 };
    const { verdicts } = run(cusum, params, minutes(values), values);
    const levels = levelsOf("cusum-sample-input.csv");
    expect(verdicts.slice(25).map((v) => v.level)).toEqual(levels.slice(25));
  });
});

test("individuals chart: the levels of the original's file", () => {
  const rows = table("individual-chart-sample-input.csv");
  const values = rows.map((row) => row[1] as number);
  const { verdicts } = run(
    individuals,
    { sigmas: 3, rangeFactor: 3.267, warmUp: 25, learn: false },
    minutes(values),
    values,
  );
  const last = verdicts.at(-1);
  const row = rows.at(-1) as number[];
  expect(last?.weakUpper).toBeCloseTo(row[3] as number, 1);
  expect(last?.weakLower).toBeCloseTo(row[4] as number, 1);
  expect(last?.expected).toBeCloseTo(row[5] as number, 1);
});

describe("Holt-Winters, worked by hand with two slots", () => {
  const base = { cycleMs: 2000, slotMs: 1000, alpha: 0.5, beta: 0.5, gamma: 0.5 };
  const feed = (seasonality: "additive" | "multiplicative") => {
    const p = { ...base, seasonality };
    const s = holtWinters.init(p);
    [4, 8, 6, 10].forEach((y, i) => {
      holtWinters.update(s, i * 1000, y, p);
    });
    return { s, p };
  };
  test("additive", () => {
    const { s, p } = feed("additive");
    // Start l = 6, b = (8 − 6)/2 = 1, s = −2, 2; replayed over 4, 8, 6, 10 by the recurrence
    let [l, b] = [6, 1];
    const season = [-2, 2];
    [4, 8, 6, 10].forEach((y, i) => {
      const old = season[i % 2] as number;
      const next = 0.5 * (y - old) + 0.5 * (l + b);
      season[i % 2] = 0.5 * (y - l - b) + 0.5 * old;
      b = 0.5 * (next - l) + 0.5 * b;
      l = next;
    });
    expect(holtWinters.predict(s, 4000, p)).toBeCloseTo(l + b + (season[0] as number), 9);
    expect(holtWinters.predict(s, 4000, p)).toBeCloseTo(7.62890625, 9);
  });
  test("several points of a slot count as their mean, and a skipped slot moves the level by the trend", () => {
    const one = feed("additive");
    const two = feed("additive");
    holtWinters.update(one.s, 4000, 9, one.p);
    holtWinters.update(two.s, 4000, 8, two.p);
    holtWinters.update(two.s, 4500, 10, two.p);
    expect(holtWinters.predict(two.s, 5000, two.p)).toBeCloseTo(
      holtWinters.predict(one.s, 5000, one.p),
      9,
    );
    const { levelNow, trendNow, seasonNow } = one.s;
    expect(holtWinters.predict(one.s, 6000, one.p)).toBeCloseTo(
      levelNow + 2 * trendNow + seasonNow,
      9,
    );
  });
  test("multiplicative", () => {
    const { s, p } = feed("multiplicative");
    let [l, b] = [6, 1];
    const season = [4 / 6, 8 / 6];
    [4, 8, 6, 10].forEach((y, i) => {
      const old = season[i % 2] as number;
      const next = (0.5 * y) / old + 0.5 * (l + b);
      season[i % 2] = (0.5 * y) / (l + b) + 0.5 * old;
      b = 0.5 * (next - l) + 0.5 * b;
      l = next;
    });
    expect(holtWinters.predict(s, 4000, p)).toBeCloseTo((l + b) * (season[0] as number), 9);
  });
});

test("EDM-X: locations and statistics of the original and of R's BreakoutDetection", () => {
  const noise: number[] = vectors.whiteNoiseWithBreakoutAt600;
  for (const c of vectors.edmxEstimator) {
    let data: number[] | undefined = c.data;
    if (c.dataFile) data = noise.slice(c.sliceStart, c.sliceEndExclusive);
    if (c.dataSpec === "100 x 1.0") data = new Array<number>(100).fill(1);
    if (c.dataSpec?.startsWith("100 values alternating"))
      data = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 1 : 1.2));
    const found = findBreakout(data ?? [], c.delta);
    expect(found.location, JSON.stringify(c).slice(-200)).toBe(c.expectedLocation);
    const statistic = c.computedEnergyDistance ?? c.expectedEnergyDistance;
    if (statistic !== undefined)
      expect(Math.abs(found.statistic - statistic)).toBeLessThan(
        c.computedEnergyDistance ? 1e-9 : 1e-3,
      );
  }
});
