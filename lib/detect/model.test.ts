import { expect, test } from "vitest";
import { severityStep } from "./model";

test("weak anomalies fill the first three steps of severity, strong ones the last two", () => {
  expect([0, 2.9, 3, 3.9, 4, 9].map((score) => severityStep("WEAK", score))).toEqual([
    1, 1, 2, 2, 3, 3,
  ]);
  expect([1, 4.9, 5, 20].map((score) => severityStep("STRONG", score))).toEqual([4, 4, 5, 5]);
});
