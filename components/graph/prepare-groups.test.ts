import { expect, test } from "vitest";
import type { ShownEdge, ShownNode } from "./graph-data";
import { changeWords, withDiff } from "./prepare-diff";
import { externalGroup, prepareGroups } from "./prepare-groups";

const node = (name: string, given: Partial<ShownNode> = {}): ShownNode => ({
  name,
  external: false,
  calls: 100,
  rate: 1,
  errorShare: 0,
  p50: 5,
  p95: 10,
  p99: 20,
  health: "ok",
  objective: { errors: null, p95Ms: null, errorsFrom: "none", p95From: "none" },
  missed: [],
  anomalies: [],
  group: null,
  tags: {},
  version: null,
  versions: 0,
  change: null,
  changeAt: null,
  suspect: null,
  order: null,
  ...given,
});
const edge = (path: string, given: Partial<ShownEdge> = {}): ShownEdge => ({
  caller: path.split(">")[0] ?? "",
  callee: path.split(">")[1] ?? "",
  calls: 100,
  errors: 0,
  rate: 1,
  errorShare: 0,
  p50: 5,
  p95: 10,
  p99: 20,
  lastAt: null,
  stale: false,
  health: "ok",
  missed: [],
  ...given,
});

test("services of one group are one card with what comes in from outside and the worst of them", () => {
  const { nodes, edges, groups } = prepareGroups(
    [
      node("web"),
      node("cart", { group: "shop" }),
      node("till", { group: "shop", health: "strong", p95: 900 }),
    ],
    [
      edge("web>cart", { calls: 100, errors: 10, errorShare: 0.1, rate: 2 }),
      edge("web>till", { calls: 300, errors: 0, rate: 3, p95: 50 }),
      edge("cart>till", { calls: 999 }),
    ],
    new Set(),
  );
  expect(nodes.map((n) => n.name)).toEqual(["web", "group:shop"]);
  expect(nodes[1]).toMatchObject({
    title: "shop",
    members: ["cart", "till"],
    health: "strong",
    calls: 400,
    rate: 5,
    errorShare: 0.025,
    p95: 900,
  });
  expect(edges).toHaveLength(1);
  expect(edges[0]).toMatchObject({
    caller: "web",
    callee: "group:shop",
    calls: 400,
    errors: 10,
    errorShare: 0.025,
    p95: 50,
    bundles: 2,
  });
  expect(groups).toEqual([{ name: "shop", size: 2, open: false }]);
});

test("an open group is its services; a group of one is never a card of its own", () => {
  const shop = [node("cart", { group: "shop" }), node("till", { group: "shop" })];
  const open = prepareGroups(
    [...shop, node("x", { group: "lone" })],
    [edge("cart>till")],
    new Set(["shop"]),
  );
  expect(open.nodes.map((n) => n.name)).toEqual(["cart", "till", "x"]);
  expect(open.edges).toHaveLength(1);
  expect(open.groups).toEqual([{ name: "shop", size: 2, open: true }]);
});

test("without a namespace three services of one first word are a group, two are not", () => {
  const { nodes } = prepareGroups(
    ["pay-a", "pay-b", "pay-c", "web-a", "web-b", "solo"].map((n) => node(n)),
    [],
    new Set(),
  );
  expect(nodes.map((n) => n.name)).toEqual(["group:pay", "web-a", "web-b", "solo"]);
});

test("external names go by their domain, databases by their system", () => {
  expect(externalGroup("api.acquirer.example")).toBe("*.acquirer.example");
  expect(externalGroup("pay.acquirer.example:443")).toBe("*.acquirer.example");
  expect(externalGroup("postgresql@10.0.0.7")).toBe("postgresql");
  expect(externalGroup("10.0.0.7:8080")).toBe("addresses");
  expect(externalGroup("card-network")).toBeNull();
});

test("a comparison draws what is gone as well and says what changed", () => {
  const { nodes, edges } = withDiff(
    { nodes: [node("a"), node("b")], edges: [edge("a>b")] },
    {
      before: { from: 0, to: 1, snapshot: null },
      after: { from: 1, to: 2, snapshot: null },
      nodes: [
        { name: "a", external: false, status: "same" },
        { name: "b", external: false, status: "added" },
        { name: "old", external: true, status: "removed" },
      ],
      edges: [
        {
          caller: "a",
          callee: "b",
          status: "changed",
          changes: [{ signal: "p95", before: 120, after: 340 }],
          before: { rate: 1, errorShare: 0, p95: 120 },
          after: { rate: 1, errorShare: 0, p95: 340 },
        },
        {
          caller: "a",
          callee: "old",
          status: "removed",
          changes: [],
          before: { rate: 2, errorShare: 0, p95: 9 },
          after: null,
        },
      ],
      counts: { added: 0, removed: 1, changed: 1 },
    },
  );
  expect(nodes.map((n) => [n.name, n.status, n.external])).toEqual([
    ["a", "same", false],
    ["b", "added", false],
    ["old", "removed", true],
  ]);
  expect(edges.map((e) => [e.callee, e.status, e.rate, e.says])).toEqual([
    ["b", "changed", 1, ["p95 120 ms → 340 ms"]],
    ["old", "removed", 2, []],
  ]);
  expect(changeWords({ changes: [{ signal: "errors", before: 0, after: 0.006 }] })).toEqual([
    "failing 0 % → 0.6 %",
  ]);
});
