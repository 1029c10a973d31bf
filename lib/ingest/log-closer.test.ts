import { expect, test } from "vitest";
import { type LogWriter, logSamples, logsClosableUpTo } from "./log-closer";

const writer: LogWriter = {
  service: "cart",
  severities: ["info"],
  patterns: [{ id: "p1", severity: "info" }],
};
const unsent = (start: number, count: number, patternId = "p1") => ({
  ...{ patternId, service: "cart", severity: "info" as const, start, count },
});
const told = (samples: ReturnType<typeof logSamples>) =>
  samples.map((s) => [s.metric, s.tags.severity, s.atMs, s.value]);

test("a window waits six seconds for messages that are still on their way", () => {
  expect(logsClosableUpTo(95_999)).toBe(80_000);
  expect(logsClosableUpTo(96_000)).toBe(90_000);
});

test("messages become rates at the end of their window, and a service's errors are 0 before the first", () => {
  expect(told(logSamples([unsent(0, 25), unsent(0, 5, "p2")], [writer], 0, 10_000))).toEqual([
    ["log.messages", "info", 10_000, 3],
    ["log.messages", "error", 10_000, 0],
    ["log.pattern", "info", 10_000, 2.5],
  ]);
});

test("what came late is told with the next window, so that the sum of all is exact", () => {
  const samples = logSamples([unsent(0, 4), unsent(20_000, 6)], [writer], 20_000, 40_000);
  expect(told(samples).filter(([m, s]) => m === "log.messages" && s === "info")).toEqual([
    ["log.messages", "info", 30_000, 1],
    ["log.messages", "info", 40_000, 0],
  ]);
});

test("after a standstill nothing is told to be 0", () => {
  expect(told(logSamples([unsent(60_000, 10)], [writer], 0, 80_000))).toEqual([
    ["log.messages", "info", 70_000, 1],
    ["log.pattern", "info", 70_000, 1],
  ]);
});
