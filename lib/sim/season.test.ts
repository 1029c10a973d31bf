import { expect, test } from "vitest";
import { season, seasonPeriodMs } from "./season";

const hour = 3_600_000;
const sunday = Date.UTC(2026, 10, 22);

test("the season repeats after a week, and not after a day", () => {
  for (let t = sunday; t < sunday + seasonPeriodMs; t += 5 * hour) {
    expect(season(t + seasonPeriodMs)).toBeCloseTo(season(t), 9);
    expect(season(t - 52 * seasonPeriodMs)).toBeCloseTo(season(t), 9);
  }
  expect(Math.abs(season(sunday) - season(sunday + 24 * hour))).toBeGreaterThan(0.01);
});

test("its mean over a week is 1, nights are quiet and evenings busy", () => {
  let sum = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = 0;
  const steps = 7 * 24 * 12;
  for (let i = 0; i < steps; i++) {
    const value = season(sunday + (i * hour) / 12);
    sum += value;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  expect(sum / steps).toBeCloseTo(1, 2);
  expect(lowest).toBeGreaterThan(0.55);
  expect(highest).toBeLessThan(1.45);
  expect(season(sunday + 3 * hour)).toBeLessThan(0.85);
  expect(season(sunday + 19 * hour)).toBeGreaterThan(1.2);
});
