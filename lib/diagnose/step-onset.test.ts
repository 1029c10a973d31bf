import { expect, test } from "vitest";
import { stepOnset } from "./step-onset";

const series = (values: number[]) => values.map((v, i): [number, number] => [i * 60_000, v]);

test("finds when a series left its first level for good", () => {
  expect(stepOnset(series([...Array(20).fill(10), 11, 30, 31, 29, 30]))).toBe(21 * 60_000);
});

test("a spike that came back and a series without a level say nothing", () => {
  expect(stepOnset(series([...Array(20).fill(10), 90, 10, 10, 10]))).toBeNull();
  expect(stepOnset(series([1, 2, 3]))).toBeNull();
});
