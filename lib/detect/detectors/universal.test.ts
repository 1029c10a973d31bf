import { describe, expect, test } from "vitest";
import { newVerdict } from "../model";
import { universal } from "./universal";

const minute = 60_000;
const day = 86_400_000;
const monday = Date.UTC(2026, 0, 5);

/** Numbers in [0, 1) that are the same on every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
}

const poisson = (mean: number, random: () => number): number => {
  if (mean > 50)
    return Math.max(
      0,
      Math.round(
        mean +
          Math.sqrt(mean) * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()),
      ),
    );
  let k = 0;
  for (let p = random(); p > Math.exp(-mean); p *= random()) k++;
  return k;
};

/** Requests per second of a shop with a quiet night and a quieter weekend, counted over a window of `every` ms. */
const shop = (t: number, every: number, random: () => number, factor = 1): number => {
  const hour = (t % day) / 3_600_000;
  const weekend = Math.floor((t - monday) / day) % 7 >= 5;
  const rate = (6 + 4 * Math.sin(((hour - 9) / 24) * 2 * Math.PI)) * (weekend ? 0.6 : 1);
  return (poisson(rate * factor * (every / 1000), random) * 1000) / every;
};

/** Errors of those requests with a share of `share`, as a ratio. */
const errorRatio = (t: number, every: number, random: () => number, share: number): number => {
  const requests = Math.max(1, Math.round((shop(t, every, random) * every) / 1000));
  let failed = 0;
  for (let i = 0; i < requests; i++) if (random() < share) failed++;
  return failed / requests;
};

type Signal = (t: number, every: number, random: () => number, faulty: boolean) => number;

/** Four weeks of history by the minute, then a day by ten seconds whose last hour, if asked, is faulty. */
function live(signal: Signal, withFault: boolean) {
  const random = generator(5);
  const params = universal.params.parse({});
  const state = universal.init(params);
  const out = newVerdict();
  const liveFrom = monday + 28 * day;
  for (let t = monday; t < liveFrom; t += minute)
    universal.step(state, t, signal(t, minute, random, false), params, out);
  const levels: string[] = [];
  const end = liveFrom + day;
  for (let t = liveFrom; t < end; t += 10_000) {
    const faulty = withFault && t >= end - 3_600_000;
    universal.step(state, t, signal(t, 10_000, random, faulty), params, out);
    levels.push(out.level);
  }
  return levels;
}

const count = (levels: string[], level: string) => levels.filter((l) => l === level).length;

const requests: Signal = (t, every, random, faulty) => shop(t, every, random, faulty ? 0.3 : 1);
const errors: Signal = (t, every, random, faulty) =>
  errorRatio(t, every, random, faulty ? 0.2 : 0.0005);
const noErrors: Signal = (t, every, random, faulty) =>
  errorRatio(t, every, random, faulty ? 0.2 : 0);
const latency: Signal = (_t, every, random, faulty) =>
  (faulty ? 260 : 90) *
  Math.exp(
    (every < minute ? 0.12 : 0.06) *
      Math.sqrt(-2 * Math.log(random())) *
      Math.cos(2 * Math.PI * random()),
  );

describe.each([
  // At that hour a drop of 3.7 standard deviations of one window: no single point can be sure of it
  ["requests that fall to a third at night", requests, 12, 200],
  ["errors that rise from 0.05 % to 20 %", errors, 2, 8],
  ["errors that rise from none ever to 20 %", noErrors, 2, 5],
  ["latency that triples", latency, 2, 5],
] as const)(
  "after four weeks of minutes, on ten-second windows: %s",
  (_, signal, within, missed) => {
    test("says little on an ordinary day", () => {
      const levels = live(signal, false);
      expect(count(levels, "STRONG")).toBeLessThanOrEqual(2);
      expect(count(levels, "WEAK")).toBeLessThanOrEqual(20);
    });

    test(`is strong within ${within} points of the fault and stays anomalous in its hour`, () => {
      const fault = live(signal, true).slice(-360);
      expect(fault.slice(0, within)).toContain("STRONG");
      expect(count(fault, "NORMAL")).toBeLessThanOrEqual(missed);
    });
  },
);

test("takes a level that lasts for the new normal, and says so no more", () => {
  const params = universal.params.parse({});
  const state = universal.init(params);
  const out = newVerdict();
  const random = generator(9);
  const levels: string[] = [];
  for (let i = 0; i < 10_000; i++) {
    const value = (i < 5000 ? 100 : 200) + 10 * random();
    universal.step(state, monday + i * minute, value, params, out);
    levels.push(out.level);
  }
  expect(count(levels.slice(5000, 5120), "STRONG")).toBe(120);
  expect(count(levels.slice(5200), "STRONG")).toBe(0);
});

test("comes back to normal with the first ordinary points after a fault", () => {
  const params = universal.params.parse({});
  const state = universal.init(params);
  const out = newVerdict();
  const random = generator(9);
  const levels: string[] = [];
  for (let i = 0; i < 5100; i++) {
    const value = (i >= 5000 && i < 5060 ? 200 : 100) + 10 * random();
    universal.step(state, monday + i * minute, value, params, out);
    levels.push(out.level);
  }
  expect(levels[5000]).toBe("STRONG");
  expect(count(levels.slice(5060), "NORMAL")).toBe(40);
});

test("incidents that follow one another within the hour are each found", () => {
  const random = generator(11);
  const params = universal.params.parse({});
  const state = universal.init(params);
  const out = newVerdict();
  const latency = (factor: number) =>
    105 * Math.exp(0.08 * Math.sqrt(-2 * Math.log(random())) * Math.cos(6.283 * random())) * factor;
  let t = monday;
  for (; t < monday + 28 * day; t += minute) universal.step(state, t, latency(1), params, out);
  const strong: number[] = [];
  const quiet: string[] = [];
  for (let incident = 0; incident < 5; incident++) {
    for (let i = 0; i < 24; i++, t += 10_000) {
      universal.step(state, t, latency(1), params, out);
      quiet.push(out.level);
    }
    let count = 0;
    for (let i = 0; i < 9; i++, t += 10_000) {
      universal.step(state, t, latency(4), params, out);
      if (out.level === "STRONG") count++;
    }
    strong.push(count);
  }
  expect(strong).toEqual([9, 9, 9, 9, 9]);
  expect(quiet.filter((level) => level === "STRONG")).toEqual([]);
});
