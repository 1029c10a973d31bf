import { expect, test } from "vitest";
import { stl } from "./stl";

const wave = (i: number) => 10 * Math.sin((2 * Math.PI * i) / 24);

test("takes apart a line and a wave, in spite of an outlier", () => {
  const values = Float64Array.from({ length: 240 }, (_, i) => 100 + 0.1 * i + wave(i));
  values[100] = 500;
  const { trend, seasonal } = stl(values, 24);
  for (let i = 36; i < 200; i++) {
    expect(Math.abs((trend[i] as number) - (100 + 0.1 * i))).toBeLessThan(0.5);
    expect(Math.abs((seasonal[i] as number) - wave(i))).toBeLessThan(0.5);
  }
});

test("asks for two whole periods", () => {
  expect(() => stl(new Float64Array(47), 24)).toThrow("two whole periods");
});
