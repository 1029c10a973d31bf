import { expect, test } from "vitest";
import { dotAt, prepareScatter } from "./prepare-scatter";

const size = { from: 0, to: 1000, width: 560, height: 130, zone: "utc" as const };

test("time goes to the right and the logarithm of duration upwards", () => {
  const { dots, plot } = prepareScatter(
    [
      [0, 1, 0, "a"],
      [500, 10, 0, "b"],
      [1000, 100, 0, "c"],
    ],
    size,
  );
  expect(dots.map((d) => d.x)).toEqual([52, 302, 552]);
  const [a = 0, b = 0, c = 0] = dots.map((d) => d.y);
  expect(a - b).toBeCloseTo(b - c, 6);
  expect(a).toBeLessThan(plot.bottom);
  expect(c).toBeGreaterThan(plot.top);
});

test("failed traces are drawn last, over the others", () => {
  const { dots } = prepareScatter(
    [
      [0, 10, 2, "bad"],
      [0, 10, 0, "good"],
    ],
    size,
  );
  expect(dots.map((d) => d.id)).toEqual(["good", "bad"]);
});

test("the value axis has round ticks, fewer over many decades", () => {
  const ticks = (...durations: number[]) =>
    prepareScatter(
      durations.map((d) => [0, d, 0, `${d}`] as const),
      size,
    ).ticksY.map((t) => t.ms);
  expect(ticks(15, 90)).toEqual([20, 50, 100]);
  expect(ticks(0.5, 5000)).toEqual([1, 10, 100, 1000]);
});

test("the nearest dot within reach is found; nothing at all needs no dots", () => {
  const scatter = prepareScatter([[0, 10, 0, "a"]], size);
  const [dot] = scatter.dots;
  expect(dotAt(scatter, (dot?.x ?? 0) + 5, dot?.y ?? 0)?.id).toBe("a");
  expect(dotAt(scatter, 300, 50)).toBeNull();
  expect(prepareScatter([], size).dots).toEqual([]);
});
