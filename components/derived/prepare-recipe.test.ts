import { expect, test } from "vitest";
import { definitionOf, emptyRecipe } from "./prepare-recipe";

const draft = {
  ...emptyRecipe,
  metric: "error.ratio",
  a: "metric = errors",
  b: "metric = requests",
};

test("a recipe takes the fields of its kind, tags by commas or spaces, and windows in tens of seconds", () => {
  expect(definitionOf({ ...draft, by: "service, region", minB: 5, everySeconds: 64 })).toEqual({
    metric: "error.ratio",
    unit: "",
    recipe: {
      op: "ratio",
      a: "metric = errors",
      b: "metric = requests",
      by: ["service", "region"],
      minB: 5,
    },
    everyMs: 60_000,
    lateMs: 30_000,
  });
  expect(definitionOf({ ...draft, op: "sum" })?.recipe).toEqual({
    op: "sum",
    of: "metric = errors",
    by: ["service"],
  });
});

test("while something is missing there is nothing to send", () => {
  expect(definitionOf({ ...draft, b: " " })).toBeNull();
  expect(definitionOf({ ...draft, metric: "" })).toBeNull();
  expect(definitionOf({ ...draft, metric: "" }, "preview")).not.toBeNull();
  expect(definitionOf({ ...draft, op: "anomalies" })).toBeNull();
});
