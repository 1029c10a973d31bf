import { expect, test } from "vitest";
import { callees, callers, digraph } from "./digraph";
import { distances } from "./distances";
import { randomWalk } from "./random-walk";

const shop = digraph(
  [
    { from: "gateway", to: "search" },
    { from: "search", to: "pricing", weight: 2 },
    { from: "search", to: "pricing", weight: 3 },
    { from: "gateway", to: "booking" },
    { from: "booking", to: "pricing" },
    { from: "pricing", to: "pricing" },
  ],
  ["lonely"],
);

test("parallel edges add up, loops are dropped, nodes without edges are kept", () => {
  expect(shop.out.get("search")?.get("pricing")).toBe(5);
  expect(callees(shop, "pricing")).toEqual([]);
  expect(callers(shop, "pricing")).toEqual(["search", "booking"]);
  expect(shop.nodes.has("lonely")).toBe(true);
});

test("distances follow the direction of calls and stop at the bound", () => {
  expect([...distances(shop, "gateway", "out")]).toEqual([
    ["gateway", 0],
    ["search", 1],
    ["booking", 1],
    ["pricing", 2],
  ]);
  expect(distances(shop, "gateway", "in").size).toBe(1);
  expect(distances(shop, "pricing", "in", 1).has("gateway")).toBe(false);
});

test("a cycle ends", () => {
  const ring = digraph([
    { from: "a", to: "b" },
    { from: "b", to: "a" },
  ]);
  expect(distances(ring, "a", "out").get("b")).toBe(1);
});

test("the walk rests longest at the deepest anomalous node, and its shares add up to one", () => {
  const score: Record<string, number> = { gateway: 2, search: 3, pricing: 4, booking: 0.2 };
  const mass = randomWalk(shop, "gateway", (n) => score[n] ?? 0);
  const ranked = [...mass].sort((a, b) => b[1] - a[1]).map(([n]) => n);
  expect(ranked[0]).toBe("pricing");
  expect([...mass.values()].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
});

test("a graph without any anomaly keeps the walk at its start", () => {
  expect(randomWalk(shop, "gateway", () => 0).get("gateway")).toBeCloseTo(1, 9);
});
