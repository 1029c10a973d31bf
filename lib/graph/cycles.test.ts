import { expect, test } from "vitest";
import { cycles } from "./cycles";
import { digraph } from "./digraph";

const graph = (...edges: string[]) =>
  digraph(edges.map((e) => ({ from: e[0] ?? "", to: e[1] ?? "" })));

test("services that call each other in a circle are one cycle, what hangs on it is not in it", () => {
  expect(cycles(graph("ab", "bc", "ca", "cd", "xa"))).toEqual([["a", "b", "c"]]);
});

test("two circles with a call between them stay two, the larger first", () => {
  expect(cycles(graph("ab", "ba", "bc", "cd", "de", "ec"))).toEqual([
    ["c", "d", "e"],
    ["a", "b"],
  ]);
});

test("two circles that share a service are one", () => {
  expect(cycles(graph("ab", "ba", "bc", "cb"))).toEqual([["a", "b", "c"]]);
});

test("a diamond and a service that calls itself are no cycle", () => {
  expect(cycles(graph("ab", "ac", "bd", "cd", "dd"))).toEqual([]);
});

test("a chain of 20,000 services does not end the stack", () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => ({ from: `${i}`, to: `${i + 1}` }));
  expect(cycles(digraph([...chain, { from: "20000", to: "0" }]))[0]).toHaveLength(20_001);
});
