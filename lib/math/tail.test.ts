import { expect, test } from "vitest";
import { addToTail, fadeTail, newTail, tailLevel, tailScore } from "./tail";

/** n values of an exponential distribution with mean 1, evenly through its quantiles, in mixed order. */
const exponential = (n: number) =>
  Array.from({ length: n }, (_, i) => -Math.log(1 - (((i * 7919) % n) + 0.5) / n));

const fed = () => {
  const tail = newTail();
  for (const x of exponential(10_007)) addToTail(tail, x, 1e9);
  return tail;
};

test("gives an exponential its probabilities, also beyond what was seen", () => {
  const tail = fed();
  for (const p of [0.5, 0.1, 0.01, 1e-3, 1e-5])
    expect(tailScore(tail, -Math.log(p))).toBeCloseTo(-Math.log10(p), p < 1e-3 ? -0.5 : 0.9);
  expect(tailScore(tail, 0)).toBeCloseTo(0, 3);
});

test("never falls as the score grows, and turns round", () => {
  const tail = fed();
  for (let x = 0; x < 30; x += 0.05)
    expect(tailScore(tail, x + 0.05)).toBeGreaterThanOrEqual(tailScore(tail, x) - 1e-9);
  for (const score of [2, 3, 4, 5])
    expect(tailScore(tail, tailLevel(tail, score))).toBeCloseTo(score, 6);
});

test("forgets half at its limit, and what is faded", () => {
  const tail = newTail();
  for (let i = 0; i < 100; i++) addToTail(tail, 1, 100);
  expect(tail.above[0]).toBe(50);
  fadeTail(tail, 0.1);
  expect(tail.above[0]).toBe(5);
});
