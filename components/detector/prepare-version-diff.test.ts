import { expect, test } from "vitest";
import { counts, type DetectorSettings } from "@/lib/detect/model";
import { differencesOf } from "./prepare-version-diff";

const base: DetectorSettings = {
  algorithm: "ewma",
  params: { alpha: 0.2 },
  counts: counts.parse({}),
  target: "metric = a",
};

test("equal versions have no differences, also where one leaves a default out", () => {
  expect(differencesOf(base, { ...base, params: { alpha: 0.2, warmUp: 30 } })).toEqual([]);
});

test("each difference has the field's own title, its unit and both values", () => {
  const next = {
    ...base,
    params: { alpha: 0.2, warmUp: 60 },
    counts: counts.parse({ m: 2, n: 3, minTraffic: { metric: "rps", atLeast: 1 } }),
  };
  expect(differencesOf(base, next)).toEqual([
    { name: "Warm-up", from: "30 points", to: "60 points" },
    { name: "Opens after", from: "1", to: "2" },
    { name: "of the last", from: "1", to: "3" },
    { name: "Only with traffic", from: "none", to: '{"metric":"rps","atLeast":1}' },
  ]);
});

test("another algorithm names it, and parameters that only one has", () => {
  const other = { ...base, algorithm: "constant-threshold", params: { weakUpper: 5 } };
  const differences = differencesOf(base, other);
  expect(differences[0]).toEqual({
    name: "Algorithm",
    from: expect.any(String),
    to: "Fixed limits",
  });
  expect(differences).toContainEqual({ name: "Weak above", from: "none", to: "5" });
});
