import { expect, test } from "vitest";
import { compactLayout } from "./compact-layout";

const column = (x: number, names: readonly string[]) =>
  names.map((n, i) => [n, { x, y: 112 * i }] as const);

test("a layout of few cards a layer stays as it is", () => {
  const laid = Object.fromEntries(column(0, ["a", "b"]));
  expect(compactLayout(laid)).toBe(laid);
});

test("a layer of twenty is three columns of at most eight, in its order, and no two cards meet", () => {
  const leaves = Array.from({ length: 20 }, (_, i) => `leaf-${String(i).padStart(2, "0")}`);
  const laid = Object.fromEntries([["root", { x: 0, y: 1064 }], ...column(244, leaves)]);
  const placed = compactLayout(laid);
  expect(Object.keys(placed)).toHaveLength(21);
  expect(placed.root).toEqual({ x: 0, y: 0 });
  const xs = leaves.map((n) => placed[n]?.x);
  expect([...new Set(xs)].sort()).toEqual([244, 488, 732]);
  for (const x of [244, 488, 732]) {
    const own = leaves.filter((n) => placed[n]?.x === x).map((n) => placed[n]?.y ?? 0);
    expect(own.length).toBeLessThanOrEqual(8);
    for (let i = 1; i < own.length; i++)
      expect((own[i] ?? 0) - (own[i - 1] ?? 0)).toBeGreaterThanOrEqual(112);
  }
});
