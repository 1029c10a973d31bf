import { expect, test } from "vitest";
import { lossOf } from "./forecast-loss";

const points = (from: number, values: readonly number[], expected = 10) =>
  values.map((value, i) => ({ t: from + i * 10_000, value, expected }));
// Residuals +1 −1 −1 +1 …: mean 0, variance 40 / 39, no correlation from one to the next to speak of
const calm = points(
  0,
  Array.from({ length: 40 }, (_, i) => 10 + (i % 4 === 0 || i % 4 === 3 ? 1 : -1)),
);

test("what is missing is summed over time, with the uncertainty of a sum", () => {
  const loss = lossOf(calm, points(400_000, [4, 4, 4, 4, 4, 4]));
  // Six points of 10 s at 6 a second too few
  expect(loss?.sum).toBe(-360);
  // 1.96 × √(1.0256 × 6) × 10 s, times at most a few per cent for correlation
  expect(loss?.plusMinus).toBeGreaterThan(48);
  expect(loss?.plusMinus).toBeLessThan(51);
});

test("residuals that drift together make a sum less sure", () => {
  const slow = points(
    0,
    Array.from({ length: 40 }, (_, i) => 10 + (i % 20 < 10 ? 1 : -1)),
  );
  const sure = lossOf(calm, points(400_000, [4, 4]))?.plusMinus ?? 0;
  expect(lossOf(slow, points(400_000, [4, 4]))?.plusMinus).toBeGreaterThan(2 * sure);
});

test("a gap is not counted as loss, and too little history says nothing", () => {
  const gap = [
    { t: 400_000, value: 4, expected: 10 },
    { t: 900_000, value: 10, expected: 10 },
    { t: 910_000, value: 10, expected: 10 },
  ];
  expect(lossOf(calm, gap)?.sum).toBe(-180);
  expect(lossOf(calm.slice(0, 10), gap)).toBeNull();
});
