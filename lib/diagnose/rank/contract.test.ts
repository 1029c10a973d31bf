import { describe, expect, test } from "vitest";
import { digraph } from "@/lib/graph/digraph";
import { aliases } from "./aliases";
import { fuse } from "./fuse";
import { rankers } from "./index";
import type { RankNode, RankView } from "./ranker";

const graph = digraph([
  { from: "web", to: "orders" },
  { from: "orders", to: "payment" },
  { from: "orders", to: "stock" },
]);
const nodes = new Map<string, RankNode>([
  ["web", { score: 8, own: 0.1, onset: 20_000, extra: 10, follows: 1, direct: 0, tells: 1 }],
  ["orders", { score: 9, own: 0.2, onset: 10_000, extra: 12, follows: 0.9, direct: 0, tells: 0.5 }],
  ["payment", { score: 12, own: 1, onset: 0, extra: 15, follows: 0.95, direct: 7, tells: 2 }],
]);
const view: RankView = { graph, entry: "web", nodes };

describe.each(rankers.map((r) => [r.name, r] as const))("ranker %s", (_, ranker) => {
  test("puts the deepest, most abnormal, first broken service first", () => {
    const values = ranker.rank(view);
    expect(values.get("payment")).toBe(Math.max(...values.values()));
  });

  test("says why in a sentence about the node", () => {
    for (const [node, value] of ranker.rank(view))
      expect(ranker.says(view, node, value, 1)).toContain(node);
  });

  test("ranks nodes of the view alone, with finite values, and does not change the view", () => {
    const before = structuredClone([...nodes]);
    for (const [node, value] of ranker.rank(view)) {
      expect(Number.isFinite(value)).toBe(true);
      expect(nodes.has(node)).toBe(true);
    }
    expect([...nodes]).toEqual(before);
  });

  test("has nothing to say of an empty view", () => {
    expect([...ranker.rank({ graph, entry: "", nodes: new Map() })]).toEqual([]);
  });
});

describe("fuse", () => {
  test("a ranker whose input is not known has no say", () => {
    const bare = new Map([...nodes].map(([n, v]) => [n, { score: v.score, own: 1, onset: null }]));
    const names = fuse(rankers, { ...view, nodes: bare })[0]?.places.map((p) => p.ranker.name);
    expect(names).toEqual(["deviation", "excess", "own-share", "traversal", "walk"]);
  });

  test("what a service does itself outweighs how loud its symptoms are", () => {
    const loud = new Map<string, RankNode>([
      ["orders", { score: 40, own: 1, onset: null, direct: 1 }],
      ["stock", { score: 5, own: 1, onset: null, direct: 5 }],
    ]);
    expect(fuse(rankers, { graph, entry: "orders", nodes: loud })[0]?.node).toBe("stock");
  });
});

describe("aliases", () => {
  const g = digraph([
    { from: "web", to: "balancer" },
    { from: "web", to: "search" },
    { from: "search", to: "db" },
    { from: "web", to: "db" },
  ]);
  const silent = new Set(["balancer", "db"]);

  test("a silent address stands for the abnormal service that the same caller calls", () => {
    const scores: Record<string, number> = { balancer: 28, search: 10 };
    expect([...aliases(g, silent, (n) => scores[n] ?? 0, 4)]).toEqual([["balancer", "search"]]);
  });

  test("what the service itself depends on is not its address", () => {
    expect(aliases(g, silent, (n) => (n === "db" || n === "search" ? 9 : 0), 4).has("db")).toBe(
      false,
    );
  });

  test("nothing stands behind an address while all speaking services are well", () => {
    expect(aliases(g, silent, (n) => (n === "balancer" ? 28 : 1), 4).size).toBe(0);
  });
});
