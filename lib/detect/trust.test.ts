import { expect, test } from "vitest";
import { noLabels } from "./precision";
import { distrustByLabels } from "./trust";

const labels = (yes: number, no: number) => ({ ...noLabels(), true: yes, "false-alarm": no });

test("four bad labels prove nothing, the fifth does", () => {
  expect(distrustByLabels(labels(0, 4))).toBeNull();
  expect(distrustByLabels(labels(0, 5))).toBe("Only 0 of 5 labelled anomalies were true");
});

test("half right is enough", () => {
  expect(distrustByLabels(labels(3, 3))).toBeNull();
  expect(distrustByLabels(labels(3, 4))).toBe("Only 3 of 7 labelled anomalies were true");
});

test("what was expected or began a new trend does not count against it", () => {
  expect(distrustByLabels({ true: 0, "false-alarm": 0, expected: 9, "new-trend": 9 })).toBeNull();
});
