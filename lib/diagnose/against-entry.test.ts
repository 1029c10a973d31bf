import { expect, test } from "vitest";
import { digraph } from "@/lib/graph/digraph";
import { againstEntry } from "./against-entry";
import type { Data, EdgeRow, RequestRow, Scene } from "./scene";
import type { Strain } from "./strain";

const t0 = Date.UTC(2026, 10, 23, 12);
const scene: Scene = {
  situationId: 1,
  now: t0 + 120_000,
  onsetAt: t0,
  members: [],
  graph: digraph([
    { from: "web", to: "orders" },
    { from: "web", to: "mail" },
    { from: "orders", to: "db" },
  ]),
  silent: new Set(["db"]),
  changes: [],
  services: ["web", "orders", "mail", "db"],
};
const strain = (service: string): Strain => ({
  service,
  score: 9,
  signal: "errors",
  says: "",
  own: 1,
  onset: t0,
});

test("tells in the entry's signal what came on top and whether it came with it", () => {
  const requests: RequestRow[] = [];
  const edges: EdgeRow[] = [];
  for (let i = -60; i < 12; i++) {
    const start = t0 + i * 10_000;
    const row = (service: string, errors: number) =>
      requests.push({
        service,
        version: "",
        instance: "",
        start,
        count: 100,
        errors,
        sumMs: 1000,
        buckets: [],
      });
    // Every second window fails since onset, at the entry and where it comes from; mail fails on its own in the others.
    const bad = i >= 0 && i % 2 === 0;
    row("web", bad ? 20 : 0);
    row("orders", bad ? 40 : 0);
    row("mail", i >= 0 && !bad ? 10 : 0);
    edges.push({
      caller: "orders",
      callee: "db",
      start,
      calls: 100,
      errors: bad ? 40 : 0,
      sumMs: 500,
    });
  }
  const data: Data = { requests, edges, series: [] };
  const nodes = new Map(["web", "orders", "mail", "db"].map((s) => [s, strain(s)]));
  const found = againstEntry(scene, data, nodes, "web");
  expect(found.get("orders")).toEqual({ extra: 240, follows: expect.closeTo(1) });
  expect(found.get("db")).toEqual({ extra: 240, follows: expect.closeTo(1) });
  expect(found.get("mail")?.extra).toBe(60);
  expect(found.get("mail")?.follows).toBeLessThan(0);
  expect(
    againstEntry(scene, data, new Map([["web", { ...strain("web"), signal: "other" }]]), "web")
      .size,
  ).toBe(0);
});
