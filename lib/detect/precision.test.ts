import { expect, test } from "vitest";
import { noLabels, precisionOf } from "./precision";

test("precision counts true against false alarms and nothing else", () => {
  expect(precisionOf({ ...noLabels(), true: 3, "false-alarm": 1 })).toBe(0.75);
  expect(precisionOf({ ...noLabels(), true: 3, "false-alarm": 1, expected: 9 })).toBe(0.75);
  expect(precisionOf({ ...noLabels(), expected: 2, "new-trend": 1 })).toBe(null);
});
