import { expect, test } from "vitest";
import { pearson } from "@/lib/math/pearson";
import { movedBeyond } from "./moved";

const floor = { absolute: 1, share: 0 };

test("what had drifted away before the trouble has not moved with it", () => {
  const usual = [10, 12, 14, 16, 18];
  expect(movedBeyond(usual, [], floor)?.score(34, 100)).toBe(5);
  expect(movedBeyond(usual, [30], floor)?.score(34, 100)).toBe(1);
});

test("a mean of few requests counts as much less as it is noisier", () => {
  expect(movedBeyond([10, 12, 14, 16, 18], [], floor)?.score(34, 5)).toBe(2.5);
});

test("correlation is 1 for a line, −1 for its mirror, 0 for flat or unknown", () => {
  expect(pearson([1, 2, 3], [2, 4, 6])).toBeCloseTo(1);
  expect(pearson([1, 2, 3], [6, 4, 2])).toBeCloseTo(-1);
  expect(pearson([1, 1, 1], [6, 4, 2])).toBe(0);
  expect(pearson([1, Number.NaN, 3], [6, 4, 2])).toBe(0);
});
