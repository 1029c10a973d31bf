import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { haystackGraph, readHaystackGraph } from "./haystack-graph";
import { graphSnapshotBody } from "./model";

const file = () =>
  haystackGraph.parse(
    JSON.parse(readFileSync(`${import.meta.dirname}/fixtures/haystack-service-graph.json`, "utf8")),
  );

test("Haystack's graph of 123 edges is one of 77 services and 120 calls, none counted twice or lost", () => {
  const { body, fromMs, toMs } = readHaystackGraph(file());
  expect(body.nodes).toHaveLength(77);
  expect(body.edges).toHaveLength(120);
  expect(body.edges.reduce((sum, e) => sum + e.calls, 0)).toBe(371_631_365);
  expect(body.edges.reduce((sum, e) => sum + e.errors, 0)).toBe(5_429_450);
  expect([fromMs, toMs]).toEqual([1_544_488_200_000, 1_544_575_588_099]);
  expect(graphSnapshotBody.parse(body)).toEqual(body);
});

test("edges between the same names with other tags add up, their tags are joined", () => {
  const { edges } = file();
  const [e] = edges;
  if (!e) throw new Error("the fixture is empty");
  const twice = {
    edges: [
      { ...e, source: { name: "a", tags: { tier: "1" } }, destination: { name: "b", tags: {} } },
      { ...e, source: { name: "a", tags: { tier: "2,1" } }, destination: { name: "b", tags: {} } },
    ],
  };
  const { body } = readHaystackGraph(twice);
  expect(body.edges).toHaveLength(1);
  expect(body.edges[0]?.calls).toBe(2 * e.stats.count);
  expect(body.nodes[0]).toEqual({ name: "a", external: false, tags: { tier: "1,2" } });
});

test("what is no such graph is refused", () => {
  expect(haystackGraph.safeParse({ edges: [] }).success).toBe(false);
  expect(haystackGraph.safeParse({ edges: [{ source: { name: "a" } }] }).success).toBe(false);
});
