import { expect, test } from "vitest";
import { hampel } from "./hampel";
import { median, quartiles } from "./median";

test("replaces a spike by the median around it and leaves the rest", () => {
  const values = [5, 6, 5, 7, 100, 6, 5, 6, 7];
  // Around the spike lie 6 5 7 100 6 5 6: median 6, MAD 1
  expect(hampel(values, 3, 3)).toEqual([5, 6, 5, 7, 6, 6, 5, 6, 7]);
});

test("judges the ends of a series by the half window that there is", () => {
  expect(hampel([90, 5, 6, 5, 7, 6], 3, 3)[0]).toBe(5.5);
  expect(hampel([6, 7, 5, 6, 5, 90], 3, 3)[5]).toBe(5.5);
});

test("keeps gaps and does not count them", () => {
  expect(hampel([5, Number.NaN, 6, 100, 5, 7], 5, 3)).toEqual([5, Number.NaN, 6, 6, 5, 7]);
});

test("does not call every change of a mostly constant series a spike", () => {
  // MAD is 0; 3 · 1.2533 · ⅓ is more than 1
  const often = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  expect(hampel(often, 10, 3)).toEqual(often);
});

test("medians and quartiles of nothing are NaN, of few values the middle between neighbours", () => {
  expect(median([])).toBeNaN();
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quartiles([])).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect(quartiles([2])).toEqual([2, 2, 2]);
  expect(quartiles([2, 5, 6, 7, 10, 22, 13, 14, 16, 65, 45, 12])).toEqual([6.5, 12.5, 19]);
});
