import { expect, test } from "vitest";
import { anomalyAt } from "./anomaly-at";

const chart = {
  plot: { left: 0, right: 100, top: 0, bottom: 10 },
  from: 0,
  to: 1000,
  marks: [
    { id: "a", t: 200, value: 1, shape: "diamond" as const },
    { id: "b", t: 260, value: 1, shape: "circle" as const },
  ],
};
const runs = [
  { id: "a", startedAt: 190, endedAt: 250, level: "STRONG" as const, peakAt: 200, peakValue: 1 },
  { id: "c", startedAt: 500, endedAt: null, level: "WEAK" as const, peakAt: 600, peakValue: 1 },
];

test("the nearest mark is hit, else the run that is there", () => {
  const hit = (x: number) => anomalyAt(chart, runs, x);
  expect([hit(21), hit(25), hit(5), hit(40), hit(75)]).toEqual(["a", "b", null, null, "c"]);
});
