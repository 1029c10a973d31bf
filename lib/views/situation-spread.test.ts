import { expect, test } from "vitest";
import { layersOf } from "./situation-spread";

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
