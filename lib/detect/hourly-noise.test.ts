import { expect, test } from "vitest";
import { learnNoise, newHourlyNoise, noiseAt } from "./hourly-noise";

const hour = 3_600_000;
const day = 24 * hour;
const fiveMinutes = 300_000;

/** Residuals of size 2 from 9 to 10 o'clock and of `elsewhere` at all other hours. */
function taught(days: number, elsewhere: number) {
  const s = newHourlyNoise();
  for (let t = 0; t < days * day; t += fiveMinutes)
    learnNoise(s, t, Math.floor((t % day) / hour) === 9 ? 2 : elsewhere, fiveMinutes);
  return s;
}

test("widens at the hours that are noisier, at most by a quarter, and leaves the others", () => {
  const s = taught(10, 1);
  expect(noiseAt(s, 9.5 * hour, fiveMinutes)).toBe(1.25);
  expect(noiseAt(s, 15.5 * hour, fiveMinutes)).toBe(1);
  expect(noiseAt(s, -14.5 * hour, fiveMinutes)).toBe(1.25);
});

test("never narrows", () => {
  expect(noiseAt(taught(10, 0.1), 3.5 * hour, fiveMinutes)).toBe(1);
});

test("believes a first day by a quarter", () => {
  const s = newHourlyNoise();
  for (let t = 9 * hour; t < 10 * hour; t += fiveMinutes) learnNoise(s, t, 1.4, fiveMinutes);
  // 12 points of 1.4 against 36 of 1
  expect(noiseAt(s, 9.5 * hour, fiveMinutes)).toBeCloseTo((36 + 12 * 1.4) / 48, 9);
});

test("lets one outlier count as three ordinary residuals at most", () => {
  const s = newHourlyNoise();
  learnNoise(s, 0, 1e9, hour);
  expect(s.size[0]).toBe(3);
});
