import { expect, test } from "vitest";
import { optimise, probation, profiles, rowsOf, scoreAt } from "./nab-score";

const times = Array.from({ length: 100 }, (_, i) => i * 60_000);
const window: [number, number] = [40 * 60_000, 49 * 60_000];
const scores = (hits: Record<number, number>) =>
  Float64Array.from({ length: 100 }, (_, i) => hits[i] ?? 0);

test("probation is 15 % of the rows, at most 750", () => {
  expect(probation(100)).toBe(15);
  expect(probation(10_000)).toBe(750);
});

test("the first row of a window is worth everything, nothing found is worth nothing", () => {
  const at = (hits: Record<number, number>) =>
    optimise(rowsOf(times, scores(hits), [window], 0), profiles.standard, 1).score;
  expect(at({ 40: 5 })).toBeCloseTo(100, 9);
  expect(at({})).toBe(0);
  // p = −5/10: (2/(1+e^−2.5) − 1)/(2/(1+e^−5) − 1) = 0.85979, half of which is over the miss that it saves
  expect(at({ 45: 5 })).toBeCloseTo(50 + 50 * 0.859793, 3);
});

test("alarms outside cost a ninth of a window each before any, and rows under probation nothing", () => {
  const rows = rowsOf(times, scores({ 5: 9, 20: 3, 40: 5 }), [window], 0);
  expect(rows).toHaveLength(85);
  expect(scoreAt(rows, profiles.standard, 1, 2).score).toBeCloseTo(100 - 50 * 0.11, 9);
  expect(scoreAt(rows, profiles.lowFp, 1, 2).score).toBeCloseTo(100 - 50 * 0.22, 9);
  expect(optimise(rows, profiles.standard, 1)).toEqual({
    score: expect.closeTo(100, 9),
    threshold: 5,
  });
});
