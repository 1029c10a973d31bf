import { expect, test } from "vitest";
import { diffGraphs, type SnapshotEdge, type WatchedGraph } from "./graph-diff";

const hour = 3_600_000;
const edge = (path: string, calls: number, errors = 0, p95: number | null = 20): SnapshotEdge => ({
  caller: path.split(">")[0] ?? "",
  callee: path.split(">")[1] ?? "",
  calls,
  errors,
  p50: null,
  p95,
  p99: null,
  lastAt: null,
});
const graph = (spanMs: number, ...edges: SnapshotEdge[]): WatchedGraph => ({
  nodes: [...new Set(edges.flatMap((e) => [e.caller, e.callee]))].map((name) => ({
    name,
    external: false,
    tags: {},
  })),
  edges,
  spanMs,
});

test("what is in one graph alone was added or removed", () => {
  const diff = diffGraphs(
    graph(hour, edge("a>b", 100), edge("b>old", 100)),
    graph(hour, edge("a>b", 100), edge("b>new", 100)),
  );
  expect(diff.edges.map((e) => `${e.caller}>${e.callee} ${e.status}`)).toEqual([
    "a>b same",
    "b>new added",
    "b>old removed",
  ]);
  expect(diff.nodes.map((n) => `${n.name} ${n.status}`)).toEqual([
    "a same",
    "b same",
    "new added",
    "old removed",
  ]);
});

test("the same rate over another length is no change", () => {
  const [e] = diffGraphs(graph(hour, edge("a>b", 3600)), graph(hour / 4, edge("a>b", 900))).edges;
  expect(e).toMatchObject({ status: "same", before: { rate: 1 }, after: { rate: 1 } });
});

test("a change is what is far apart and more than chance", () => {
  const changes = (a: SnapshotEdge, b: SnapshotEdge) =>
    diffGraphs(graph(hour, a), graph(hour, b)).edges[0]?.changes;
  // Four calls instead of two are twice the rate, and chance.
  expect(changes(edge("a>b", 2), edge("a>b", 4))).toEqual([]);
  expect(changes(edge("a>b", 3600), edge("a>b", 7200))).toEqual([
    { signal: "rate", before: 1, after: 2 },
  ]);
  expect(changes(edge("a>b", 10_000), edge("a>b", 10_000, 40))).toEqual([]);
  expect(changes(edge("a>b", 10_000), edge("a>b", 10_000, 60))).toEqual([
    { signal: "errors", before: 0, after: 0.006 },
  ]);
  expect(changes(edge("a>b", 100, 0, 20), edge("a>b", 100, 0, 30))).toEqual([
    { signal: "p95", before: 20, after: 30 },
  ]);
  expect(changes(edge("a>b", 100, 0, 20), edge("a>b", 49, 0, 90))?.map((c) => c.signal)).toEqual([
    "rate",
  ]);
  expect(changes(edge("a>b", 100, 0, null), edge("a>b", 100, 0, 90))).toEqual([]);
});
