import { expect, test } from "vitest";
import { addToTail, newTail } from "@/lib/math/tail";
import { priorTailScore, priorTailSize } from "./prior-tail";

test("with nothing seen it is the Laplace tail: 10 mean sizes are one in 22,026", () => {
  expect(priorTailScore(newTail(), 10, 1000)).toBeCloseTo(4.343, 3);
  expect(priorTailSize(newTail(), 3, 1000, 0)).toBeCloseTo(6.908, 2);
});

/** n sizes of an exponential distribution with this mean. */
function taught(n: number, mean: number) {
  const tail = newTail();
  let state = 1;
  for (let i = 0; i < n; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    addToTail(tail, -mean * Math.log((state + 0.5) / 4294967296), 1e9);
  }
  return tail;
}

test("what was seen outweighs the prior by its number", () => {
  const tail = taught(20_000, 3);
  // e^−5 by what was seen, e^−15 by the prior
  expect(priorTailScore(tail, 15, 100)).toBeCloseTo(2.17, 1);
  expect(priorTailScore(tail, 15, 20_000)).toBeCloseTo(2.47, 1);
  expect(priorTailScore(tail, 15, 1e9)).toBeGreaterThan(5.5);
});

test("sizes turn scores round, from any guess", () => {
  const tail = taught(5000, 1);
  for (const score of [0.3, 1, 2, 3.5, 5, 7])
    for (const guess of [0, 0.01, 1, 8, 1000]) {
      const size = priorTailSize(tail, score, 500, guess);
      expect(priorTailScore(tail, size, 500)).toBeGreaterThanOrEqual(score - 1e-9);
      expect(priorTailScore(tail, 0.999 * size, 500)).toBeLessThan(score + 1e-9);
    }
});
