import { expect, test } from "vitest";
import { adjustedRand, bcubed } from "./cluster-score";

test("the adjusted Rand index of a worked example, of equal and of crossed partitions", () => {
  // 6 things: pairs together in both 2, truth 6, found 3; chance 6 × 3 / 15 = 1.2; (2 − 1.2) / (4.5 − 1.2)
  expect(adjustedRand([..."aaabbb"], [..."xxyyzz"])).toBeCloseTo(0.2424, 4);
  expect(adjustedRand([..."aabb"], [..."yyxx"])).toBe(1);
  expect(adjustedRand([..."aabb"], [..."xyxy"])).toBeCloseTo(-0.5, 9);
});

test("B-cubed of a class split in two and of two classes in one group", () => {
  expect(bcubed([..."aaaa"], [..."xxyy"])).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3 });
  expect(bcubed([..."aabb"], [..."xxxx"])).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3 });
});
