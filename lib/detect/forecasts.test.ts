import { describe, expect, test } from "vitest";
import { run } from "./detector";
import { forecast } from "./detectors/forecast";
import type { AnyBand, AnyForecaster } from "./forecaster";
import { bands, forecasters } from "./forecasts";
import { newVerdict } from "./model";

const fiveMinutes = 300_000;
const day = 86_400_000;
const monday = Date.UTC(2026, 0, 5);
const timesFrom = (n: number) => Array.from({ length: n }, (_, i) => monday + i * fiveMinutes);

function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
}

/** Level 50, standard deviation 3. */
function noise(n: number, seed = 7): number[] {
  const u = uniform(seed);
  return Array.from(
    { length: n },
    () => 50 + 3 * Math.sqrt(-2 * Math.log(u())) * Math.cos(2 * Math.PI * u()),
  );
}

const pairs = Object.keys(forecasters).flatMap((forecaster) =>
  Object.keys(bands).map((band) => ({ forecaster, band })),
);

test("there are eight forecasters and five bands, forty pairs", () =>
  expect(pairs).toHaveLength(40));

describe.each(pairs)("$forecaster with the $band band", (choice) => {
  const calm = noise(1440);
  const last = (value: number) => {
    const values = [...calm, value];
    return run(forecast, choice, timesFrom(values.length), values).verdicts.at(-1);
  };

  test("calls an ordinary value normal, a far one strong on either side, and a gap unknown", () => {
    expect(last(50)).toMatchObject({ level: "NORMAL" });
    expect(last(95)).toMatchObject({ level: "STRONG" });
    expect(last(5)).toMatchObject({ level: "STRONG" });
    expect(last(Number.NaN)).toMatchObject({ level: "UNKNOWN", score: 0 });
  });

  test("draws its bounds around the forecast, weak within strong", () => {
    const v = last(50) ?? newVerdict();
    expect(v.expected).toBeGreaterThan(35);
    expect(v.expected).toBeLessThan(65);
    expect(v.strongLower).toBeLessThanOrEqual(v.weakLower);
    expect(v.weakLower).toBeLessThan(v.expected);
    expect(v.expected).toBeLessThan(v.weakUpper);
    expect(v.weakUpper).toBeLessThanOrEqual(v.strongUpper);
  });

  test("goes on the same after its state went through JSON", () => {
    const times = timesFrom(calm.length);
    const whole = run(forecast, choice, times, calm).verdicts.slice(900);
    const first = run(forecast, choice, times.slice(0, 900), calm.slice(0, 900));
    const saved = JSON.parse(JSON.stringify(first.state));
    expect(run(forecast, choice, times.slice(900), calm.slice(900), saved).verdicts).toEqual(whole);
  });
});

test.each(Object.entries<AnyForecaster>(forecasters))(
  "asking %s twice gives the same answer and changes nothing",
  (_, f) => {
    const p = f.params.parse({});
    const s = f.init(p);
    noise(900).forEach((y, i) => {
      f.update(s, monday + i * fiveMinutes, y, p);
    });
    const before = JSON.stringify(s);
    const t = monday + 900 * fiveMinutes;
    expect(f.predict(s, t, p)).toBe(f.predict(s, t, p));
    expect(JSON.stringify(s)).toBe(before);
  },
);

test.each(Object.entries<AnyBand>(bands))("judging by the %s band changes nothing", (_, b) => {
  const p = b.params.parse({});
  const s = b.init(p);
  noise(900).forEach((y, i) => {
    b.update(s, monday + i * fiveMinutes, y - 50, 50, p);
  });
  const before = JSON.stringify(s);
  b.judge(s, monday + 900 * fiveMinutes, 50, 57, p, newVerdict());
  expect(JSON.stringify(s)).toBe(before);
});

/** Mean |error| of one-step forecasts over the last of `weeks` weeks. */
function errorOf(
  f: AnyForecaster,
  params: unknown,
  y: (t: number) => number,
  weeks: number,
): number {
  const p = f.params.parse(params);
  const s = f.init(p);
  const n = weeks * 2016;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const t = monday + i * fiveMinutes;
    const value = y(t);
    if (i >= n - 2016) sum += Math.abs(f.predict(s, t, p) - value) / 2016;
    f.update(s, t, value, p);
  }
  return sum;
}

const weekend = (t: number) => Math.floor((t - monday) / day) % 7 >= 5;
const wave = (t: number) => Math.sin((2 * Math.PI * (t % day)) / day);

test("STL with one season learns the day, and two seasons learn a weekend that one cannot", () => {
  const u = uniform(3);
  const noisy = (level: number) => level + 2 * (u() - 0.5);
  const stl = forecasters["stl-regression"];
  const plain = (t: number) => noisy(100 + 30 * wave(t));
  // Noise between −1 and 1 has a mean size of 0.5
  expect(errorOf(stl, { seasons: "day" }, plain, 3)).toBeLessThan(0.8);
  const business = (t: number) => noisy(100 + (weekend(t) ? 5 : 30) * wave(t));
  const one = errorOf(stl, { seasons: "day" }, business, 4);
  const two = errorOf(stl, { seasons: "day-and-week" }, business, 4);
  expect(two).toBeLessThan(0.7 * one);
});

test("STL in proportion follows a swing that grows with the level", () => {
  const growing = (t: number) => (100 + (t - monday) / day) * (1 + 0.5 * wave(t));
  const stl = forecasters["stl-regression"];
  const settings = { seasons: "day" };
  expect(errorOf(stl, { ...settings, multiplicative: true }, growing, 4)).toBeLessThan(
    errorOf(stl, settings, growing, 4),
  );
});

test("custom regression recovers a day's wave, a weekend, a holiday and a lag", () => {
  const f = forecasters["custom-regression"];
  const u = uniform(5);
  const holiday = "2026-01-20";
  const isHoliday = (t: number) => new Date(t).toISOString().startsWith(holiday);
  const u0 = (t: number) => 100 + 20 * wave(t) + (weekend(t) ? -30 : 0) + (isHoliday(t) ? -40 : 0);
  const y = (t: number) => u0(t) + 0.2 * (u() - 0.5);
  const calendar = { daily: 1, weekly: 0, lags: 0, ridge: 0.001, forgetting: 1 };
  const p = f.params.parse({ ...calendar, holidays: [holiday, "2026-01-28"] });
  const s = f.init(p);
  for (let i = 0; i < 3 * 2016; i++)
    f.update(s, monday + i * fiveMinutes, y(monday + i * fiveMinutes), p);
  // A Wednesday noon, the next Saturday's, and the next holiday's, of which the values were never seen
  const noon = (d: number) => monday + d * day + day / 2;
  const near = (t: number, expected: number, by = 1) =>
    expect(Math.abs(f.predict(s, t, p) - expected)).toBeLessThan(by);
  near(noon(21), 100);
  near(noon(21) + day / 4, 80);
  // Errors of the first such days were clipped as outliers
  near(noon(26), 70, 5);
  near(noon(23), 60, 5);

  // y = 0.8·before + noise of mean size 0.25; around its mean alone y has a mean size of 0.38
  let before = 0;
  const wander = () => {
    before = 0.8 * before + (u() - 0.5);
    return before;
  };
  const lagged = errorOf(f, { daily: 0, weekly: 0, weekend: false, lags: 1 }, wander, 2);
  expect(lagged).toBeGreaterThan(0.24);
  expect(lagged).toBeLessThan(0.27);
});
