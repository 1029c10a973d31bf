import { expect, test } from "vitest";
import { formatSpan } from "@/lib/series/format-span";
import { formatCount, formatCountdown, formatMs, formatPercent, formatTime } from "./format";

test("durations use at most two units", () => {
  expect([0, 82_000, 540_000, 11_400_000, 187_200_000].map(formatSpan)).toEqual([
    "0 s",
    "82 s",
    "9 min",
    "3 h 10 min",
    "2 d 4 h",
  ]);
});

test("a countdown keeps its seconds and stops at zero", () => {
  expect([761_000, 3_725_000, -5].map(formatCountdown)).toEqual(["12:41", "1:02:05", "0:00"]);
});

test("percents keep what matters of small shares", () => {
  expect([0, 0.0004, 0.112, 0.9999].map(formatPercent)).toEqual([
    "0 %",
    "0.04 %",
    "11.2 %",
    "100 %",
  ]);
});

test("counts are grouped and latencies change unit at a second", () => {
  expect([formatCount(1842), formatCount(2.345)]).toEqual(["1,842", "2.3"]);
  expect([formatMs(8.44), formatMs(184.4), formatMs(1240)]).toEqual(["8.4 ms", "184 ms", "1.24 s"]);
});

test("a time in UTC is the same everywhere", () => {
  const at = Date.UTC(2026, 10, 22, 3, 2, 50);
  expect(formatTime(at, { zone: "utc" })).toBe("03:02:50");
  expect(formatTime(at, { zone: "utc", date: true, seconds: false })).toBe("22 Nov 03:02");
});
