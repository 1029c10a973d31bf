import { describe, expect, test } from "vitest";
import { digraph } from "@/lib/graph/digraph";
import type { Finding } from "./model";
import type { Scene } from "./scene";
import { suspectsOf, verdictOf } from "./suspects";

const scene: Scene = {
  situationId: 1,
  now: 60_000,
  onsetAt: 0,
  members: [],
  graph: digraph([{ from: "web", to: "orders" }]),
  silent: new Set(),
  changes: [],
  services: ["web", "orders"],
};
const nothing = { requests: [], edges: [], series: [] };
const fresh = { states: new Map(), first: null };
const outlier: Finding = {
  check: "instance-outlier",
  title: "Single instances",
  outcome: "interesting",
  says: "Instance orders-2 of orders v1 stands out.",
  votes: [
    { kind: "instance", ref: "orders orders-2", weight: 2.5 },
    { kind: "service", ref: "orders", weight: 0.5 },
  ],
  evidence: {},
};

describe("suspects", () => {
  test("an instance that stands out is suspected before its service, and no change is guilty", () => {
    const list = suspectsOf(scene, nothing, [outlier], fresh);
    expect(list.map((s) => [s.kind, s.title, s.rank])).toEqual([
      ["instance", "Instance orders-2 of orders", 1],
      ["service", "orders", 2],
    ]);
    expect(verdictOf(list)).toMatchObject({
      outcome: "ok",
      says: "No change is guilty. First suspect: Instance orders-2 of orders. Instance orders-2 of orders v1 stands out.",
    });
  });

  test("however loud its service is, the trouble of a service is its sick instance's", () => {
    const loud: Finding = {
      ...outlier,
      check: "first-to-break",
      votes: [
        { kind: "service", ref: "orders", weight: 4 },
        { kind: "service", ref: "stock", weight: 1 },
      ],
    };
    const list = suspectsOf(scene, nothing, [outlier, loud], fresh);
    expect(list.map((s) => s.title)).toEqual(["Instance orders-2 of orders", "orders", "stock"]);
    expect(list[1]?.evidence.at(-1)?.says).toBe("Explained by Instance orders-2 of orders.");
    expect(list[2]?.evidence.map((e) => e.name)).toEqual(["first-to-break"]);
  });

  test("what a person cleared stays cleared", () => {
    const states = new Map([["instance orders orders-2", "cleared" as const]]);
    const list = suspectsOf(scene, nothing, [outlier], { states, first: null });
    expect(list[0]?.kind).toBe("service");
    expect(list[1]).toMatchObject({ kind: "instance", state: "cleared", score: 0.05 });
  });

  test("without evidence nothing is suspected and the answer says so", () => {
    const list = suspectsOf(scene, nothing, [], fresh);
    expect(list).toEqual([]);
    expect(verdictOf(list)).toMatchObject({
      outcome: "inconclusive",
      says: "Not enough evidence yet: no change is guilty and no service stands out.",
    });
  });
});
