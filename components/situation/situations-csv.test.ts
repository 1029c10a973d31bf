import { expect, test } from "vitest";
import { csvOf } from "./situations-csv";

test("commas and quotes are quoted, formulas are made text, times are UTC", () => {
  const csv = csvOf([
    {
      id: 7,
      name: "S-7",
      title: '=cmd, "quoted"',
      status: "open",
      severity: "high",
      step: "decide",
      services: ["pricing", "search"],
      impact: { entry: null, failingRatio: null, usualRatio: null, requestsLost: null },
      owner: null,
      openedAt: Date.UTC(2026, 10, 22, 12),
      resolvedAt: null,
      next: { tone: "quiet", says: "" },
      suspect: null,
      cause: "No change",
      anomalies: 3,
      spark: [],
    },
  ]);
  expect(csv.split("\n")[1]).toBe(
    `S-7,"'=cmd, ""quoted""",open,high,pricing search,No change,,2026-11-22T12:00:00.000Z,,3`,
  );
});
