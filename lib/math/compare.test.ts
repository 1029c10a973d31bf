import { expect, test } from "vitest";
import { mannWhitney } from "./mann-whitney";
import { quantile } from "./quantile";
import { theilSen } from "./theil-sen";
import { twoProportions } from "./two-proportions";

test("quantiles interpolate between order statistics", () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([4, 1, 3, 2], 0.9)).toBeCloseTo(3.7, 12);
  expect(quantile([], 0.5)).toBeNaN();
});

test("two proportions: 30 of 100 against 10 of 100 lie 3.54 standard errors apart", () => {
  expect(twoProportions(30, 100, 10, 100)).toBeCloseTo(3.5355, 4);
  expect(twoProportions(0, 100, 0, 100)).toBe(0);
  expect(twoProportions(1, 0, 1, 5)).toBe(0);
});

test("Mann–Whitney on bins: U by hand, ties half", () => {
  // First {1, 2, 2}, second {2, 3}: U = pairs won 0 + ties 2 × ½ = 1 of 6
  expect(mannWhitney([1, 2, 0], [0, 1, 1]).auc).toBeCloseTo(1 / 6, 12);
  expect(mannWhitney([0, 50], [50, 0]).auc).toBe(1);
  expect(mannWhitney([0, 50], [50, 0]).z).toBeGreaterThan(8);
  expect(mannWhitney([5, 5], [5, 5])).toEqual({ auc: 0.5, z: 0 });
});

test("Theil–Sen ignores an outlier", () => {
  expect(theilSen([0, 1, 2, 3, 4], [0, 2, 4, 6, -90])).toEqual({ slope: 2, tau: 0.2 });
  expect(theilSen([1], [1]).slope).toBeNaN();
});
