import { expect, test } from "vitest";
import { brushPath, dragged } from "./prepare-brush";

const context = { from: 0, to: 1000 };
const start = { from: 400, to: 600 };

test("the window moves whole and stops at the edge", () => {
  expect(dragged({ at: 500, part: "both", start }, 550, context)).toEqual({ from: 450, to: 650 });
  expect(dragged({ at: 500, part: "both", start }, 2000, context)).toEqual({ from: 800, to: 1000 });
});

test("an end never crosses the other", () => {
  expect(dragged({ at: 400, part: "from", start }, 900, context)).toEqual({ from: 598, to: 600 });
});

test("a new window may be drawn to the left", () => {
  expect(dragged({ at: 300, part: "new", start }, 100, context)).toEqual({ from: 100, to: 300 });
});

test("a hole in the context lifts the pen", () => {
  const points = [0, 10, 500, 510].map((t) => ({ t, value: t }));
  const path = brushPath(points, context, { width: 100, height: 20 });
  expect(path.match(/M/g)).toHaveLength(2);
});
