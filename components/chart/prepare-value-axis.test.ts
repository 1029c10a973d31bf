import { expect, test } from "vitest";
import { niceStep, valueAxis } from "./prepare-value-axis";

const points = (...values: (number | null)[]) => values.map((value, t) => ({ t, value }));

test("steps are 1, 2, 2.5 and 5 times powers of ten", () => {
  expect([0.9, 1.1, 2.2, 3, 7].map(niceStep)).toEqual([1, 2, 2.5, 5, 10]);
});

test("zero is on the axis of values that come near it", () => {
  const axis = valueAxis(points(3, 40, 61), { unit: null, count: 4 });
  expect(axis.domain).toEqual([0, 80]);
  expect(axis.ticks.map((x) => x.label)).toEqual(["0", "20", "40", "60", "80"]);
});

test("a flat line far from zero keeps its shape", () => {
  const axis = valueAxis(points(980, 1000, 1010), { unit: null, count: 3 });
  expect(axis.domain).toEqual([980, 1010]);
});

test("an error share is written in percent", () => {
  const axis = valueAxis(points(0, 0.112), { unit: "ratio", count: 3 });
  expect(axis.unit).toBe("%");
  expect(axis.ticks.map((x) => x.label)).toEqual(["0", "5", "10", "15"]);
});

test("a band that is far too wide does not press the line flat", () => {
  const wide = [
    { t: 0, value: 10, expected: 10, lower: 0, upper: 10_000 },
    { t: 1, value: 20 },
  ];
  expect(valueAxis(wide, { unit: null, count: 3 }).domain).toEqual([0, 30]);
});

test("the expected range leaves the anomaly out", () => {
  const spike = [
    { t: 0, value: 10, expected: 10, lower: 8, upper: 12 },
    { t: 1, value: 900, expected: 10, lower: 8, upper: 12 },
  ];
  expect(valueAxis(spike, { unit: null, count: 2, fit: "expected" }).domain).toEqual([8, 12]);
});

test("nothing but gaps still has an axis", () => {
  expect(valueAxis(points(null, null), { unit: null, count: 2 }).domain).toEqual([0, 1]);
});
