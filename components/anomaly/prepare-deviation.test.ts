import { expect, test } from "vitest";
import { deviationWords } from "./prepare-deviation";

test("a multiple, a part, and nothing to compare with", () => {
  expect(deviationWords(1420, 210)).toBe("×6.8");
  expect(deviationWords(18.4, 41.2)).toBe("−55 %");
  expect(deviationWords(12, 10)).toBe("+20 %");
  expect(deviationWords(0.3, 0)).toBe("–");
  expect(deviationWords(0.3, null)).toBe("–");
});
