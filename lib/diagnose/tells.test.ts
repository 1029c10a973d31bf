import { expect, test } from "vitest";
import { digraph } from "@/lib/graph/digraph";
import type { Scene } from "./scene";
import { tellsOf } from "./tells";

const member = (service: string, metric: string) =>
  ({ service, metric, direction: "above" }) as unknown as Scene["members"][number];
const scene = (past: string[][]): Scene => ({
  situationId: 9,
  now: 1,
  onsetAt: 0,
  members: [
    member("web", "service.errors"),
    member("web", "service.errors"),
    member("pay", "service.errors"),
  ],
  graph: digraph([]),
  silent: new Set(),
  changes: [],
  services: [],
  past,
});

test("what every past situation showed tells nothing, what none showed tells most", () => {
  const tells = tellsOf(scene(Array(5).fill(["web service.errors above"])));
  expect(tells.get("web")).toBe(0);
  expect(tells.get("pay")).toBeCloseTo(1.792, 3);
});

test("a short past tells nothing", () => {
  expect(tellsOf(scene([["web service.errors above"]])).size).toBe(0);
});
