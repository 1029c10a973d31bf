import { expect, test } from "vitest";
import { laneCells } from "./anomalies-lanes";

const minute = 60_000;
const range = { from: 0, to: 720 * minute, now: 720 * minute };
const weak = (startedAt: number, endedAt: number | null, peakScore = 3) => ({
  startedAt: startedAt * minute,
  endedAt: endedAt === null ? null : endedAt * minute,
  peakScore,
  level: "WEAK" as const,
});

test("twelve hours are 72 cells of ten minutes", () => {
  expect(laneCells([], range)).toMatchObject({ width: 10 * minute, count: 72 });
});

test("a run counts in every cell that it touches and the highest score stays", () => {
  const { cells } = laneCells([weak(12, 31, 3), weak(29, 30, 5)], range);
  expect(cells.slice(0, 5)).toEqual([
    null,
    { score: 3, level: "WEAK", count: 1 },
    { score: 5, level: "WEAK", count: 2 },
    { score: 5, level: "WEAK", count: 2 },
    null,
  ]);
});

test("an open run lasts to now", () => {
  const { cells } = laneCells([weak(700, null)], range);
  expect(cells.slice(-3)).toEqual([null, ...Array(2).fill({ score: 3, level: "WEAK", count: 1 })]);
});

test("a cell without data is not a quiet cell", () => {
  const { cells } = laneCells([], range, new Set([1]));
  expect(cells.slice(0, 3)).toEqual([null, "silent", null]);
});
