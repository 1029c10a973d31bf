import { expect, test } from "vitest";
import { digraph } from "../graph/digraph";
import { brokenOf, layersOf } from "./situation-spread";

test("a service stands right of all its callers", () => {
  const layers = layersOf(
    ["pricing", "gateway", "search", "details"],
    [
      { from: "gateway", to: "search" },
      { from: "gateway", to: "details" },
      { from: "search", to: "details" },
      { from: "details", to: "pricing" },
      { from: "search", to: "pricing" },
    ],
  );
  expect(Object.fromEntries(layers)).toEqual({ gateway: 0, search: 1, details: 2, pricing: 3 });
});

test("services that call each other do not loop", () => {
  const layers = layersOf(
    ["a", "b"],
    [
      { from: "a", to: "b" },
      { from: "b", to: "a" },
    ],
  );
  expect(layers.get("a")).not.toBe(layers.get("b"));
});

test("of services that broke together, the one that the others depend on comes first", () => {
  const graph = digraph([
    { from: "gateway", to: "search", weight: 1 },
    { from: "search", to: "pricing", weight: 1 },
    { from: "gateway", to: "mail", weight: 1 },
  ]);
  const members = [
    { service: "gateway", startedAt: 0 },
    { service: "search", startedAt: 10_000 },
    { service: "pricing", startedAt: 10_000 },
    { service: "mail", startedAt: 60_000 },
    { service: null, startedAt: 5_000 },
  ];
  expect(brokenOf(members, graph)).toEqual([
    { service: "pricing", at: 10_000 },
    { service: "search", at: 10_000 },
    { service: "gateway", at: 0 },
    { service: "mail", at: 60_000 },
  ]);
});
