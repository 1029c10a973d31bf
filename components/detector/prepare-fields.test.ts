import { expect, test } from "vitest";
import { completeParams, durationUnit, paramFields } from "./prepare-fields";

test("a field takes its words, unit, range and default from the schema", () => {
  const alpha = paramFields("ewma").find((f) => f.name === "alpha");
  expect(alpha).toMatchObject({ kind: "number", min: 0.01, max: 1, step: 0.01, fallback: 0.15 });
  expect(alpha?.title).not.toBe("alpha");
});

test("a range too wide for a slider is a number field", () => {
  const warmUp = paramFields("ewma").find((f) => f.name === "warmUp");
  expect(warmUp).toMatchObject({ unit: "points", whole: true, step: null });
});

test("a rate over several powers of ten has a slider by factors", () => {
  const weak = paramFields("universal").find((f) => f.name === "weakPerWeek");
  expect(weak).toMatchObject({ log: true, step: null, unit: "per week" });
});

test("a limit may be left empty", () => {
  const above = paramFields("constant-threshold").find((f) => f.name === "strongUpper");
  expect(above).toMatchObject({ optional: true, kind: "number", min: null, max: null });
});

test("what was saved stays, what is missing is the default, what is unknown goes", () => {
  const params = completeParams("ewma", { alpha: 0.3, gone: 1 });
  expect(params).toMatchObject({ alpha: 0.3, warmUp: 30 });
  expect(params).not.toHaveProperty("gone");
});

test("an unknown algorithm has no fields", () => {
  expect(paramFields("none")).toEqual([]);
});

test("a duration is written in the largest unit that it is a whole number of", () => {
  expect([86_400_000, 7_200_000, 300_000, 1_500].map((ms) => durationUnit(ms).name)).toEqual([
    "d",
    "h",
    "min",
    "ms",
  ]);
});
