import { expect, test } from "vitest";
import { sparkPath } from "./prepare-spark";

const box = { width: 30, height: 10 };

test("values span the height but for 2 px of air", () => {
  expect(sparkPath([0, 5, 10, 5], box).line).toBe("M0.0 8.0L10.0 5.0L20.0 2.0L30.0 5.0");
});

test("a hole lifts the pen", () => {
  expect(sparkPath([0, 10, null, 10], box).line).toBe("M0.0 8.0L10.0 2.0M30.0 2.0h0.1");
});

test("a flat line runs in the middle", () => {
  expect(sparkPath([3, 3], box).line).toBe("M0.0 5.0L30.0 5.0");
});

test("nothing known draws nothing", () => {
  expect(sparkPath([null, null], box)).toEqual({ line: "", runs: [] });
});

test("a run is drawn from the point before it", () => {
  expect(sparkPath([0, 5, 10, 5], box, [{ from: 2, to: 2, level: "STRONG" }]).runs).toEqual([
    { d: "M10.0 5.0L20.0 2.0", level: "STRONG" },
  ]);
});
