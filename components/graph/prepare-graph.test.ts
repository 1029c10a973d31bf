import { expect, test } from "vitest";
import type { GraphEdge, GraphNode } from "./graph-data";
import { edgeTone, edgeWidth, prepareEdges } from "./prepare-edges";
import { nextCard, pathsThrough } from "./prepare-paths";

const edges = [
  ["gateway", "search"],
  ["gateway", "booking"],
  ["search", "pricing"],
  ["booking", "payment"],
].map(([caller = "", callee = ""]) => ({ caller, callee }));

test("paths through a service are its callers and its callees, not its siblings", () => {
  expect([...pathsThrough(edges, "search")].sort()).toEqual(["gateway", "pricing", "search"]);
  expect([...pathsThrough(edges, "gateway", 1)].sort()).toEqual(["booking", "gateway", "search"]);
});

test("a cycle ends", () => {
  const loop = [
    { caller: "a", callee: "b" },
    { caller: "b", callee: "a" },
  ];
  expect([...pathsThrough(loop, "a")].sort()).toEqual(["a", "b"]);
});

test("ten times the calls are 1.2 px more", () => {
  expect([0.2, 1, 10, 1000, 1e9].map(edgeWidth)).toEqual([1, 1, 2.2, 4.6, 5]);
});

test("an edge is as bad as its callee's objective says, or as both of its ends", () => {
  expect(edgeTone({ health: "strong" }, "ok", "ok")).toBe("strong");
  expect(edgeTone({ health: "ok" }, "strong", "ok")).toBe("calm");
  expect(edgeTone({ health: "ok" }, "strong", "weak")).toBe("weak");
  expect(edgeTone({ health: "weak" }, "ok", "ok")).toBe("weak");
});

test("arrow keys lead to the nearest card that way, not to one far aside", () => {
  const at = {
    a: { x: 0, y: 0 },
    b: { x: 200, y: 30 },
    far: { x: 210, y: 0 },
    aside: { x: 50, y: 400 },
  };
  expect(nextCard(at, "a", "right")).toBe("far");
  expect(nextCard(at, "far", "left")).toBe("a");
  expect(nextCard(at, "a", "down")).toBe("aside");
  expect(nextCard(at, "a", "up")).toBeNull();
  expect(nextCard(at, "nobody", "up")).toBeNull();
});

test("edges of one card are spread over its side in the order of their callees", () => {
  const node = (name: string) => ({ name, external: false, health: "ok" }) as GraphNode;
  const edge = (caller: string, callee: string) =>
    ({ caller, callee, rate: 1, errorShare: 0, stale: false }) as GraphEdge;
  const [low, high] = prepareEdges(
    [node("a"), node("low"), node("high")],
    [edge("a", "low"), edge("a", "high")],
    { a: { x: 0, y: 0 }, low: { x: 300, y: 100 }, high: { x: 300, y: -100 } },
  );
  expect(low?.leaves).toEqual({ x: 80, y: 8 });
  expect(high?.leaves).toEqual({ x: 80, y: -8 });
  expect(low?.arrives).toEqual({ x: -80, y: 0 });
});

test("a level edge is a straight line", () => {
  const node = (name: string) => ({ name, external: false, health: "ok" }) as GraphNode;
  const [e] = prepareEdges(
    [node("a"), node("b")],
    [{ caller: "a", callee: "b", rate: 1, errorShare: 0, stale: false } as GraphEdge],
    { a: { x: 0, y: 0 }, b: { x: 360, y: 0 } },
  );
  expect(e?.weights).toEqual([0.5, 0.5]);
  expect(e?.distances).toEqual([0, 0]);
});
