import { expect, test } from "vitest";
import { normalScore } from "./normal-score";

test("agrees with the two-sided normal tail", () => {
  expect(normalScore(0)).toBe(0);
  expect(normalScore(1)).toBeCloseTo(-Math.log10(0.31731050786291415), 4);
  expect(normalScore(1.96)).toBeCloseTo(-Math.log10(0.04999579029644087), 4);
  expect(normalScore(-3)).toBeCloseTo(-Math.log10(0.0026997960632601866), 4);
  expect(normalScore(4)).toBeCloseTo(-Math.log10(6.334248366623996e-5), 4);
  expect(normalScore(10)).toBeCloseTo(-Math.log10(1.5239706048321166e-23), 3);
});

test("never decreases with the distance and ends at 300", () => {
  for (let z = 0; z < 40; z += 0.01)
    expect(normalScore(z + 0.01)).toBeGreaterThanOrEqual(normalScore(z));
  expect(normalScore(1e300)).toBe(300);
  expect(normalScore(Number.POSITIVE_INFINITY)).toBe(300);
  expect(normalScore(Number.NaN)).toBe(0);
});
