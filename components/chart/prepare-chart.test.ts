import { expect, test } from "vitest";
import { series } from "@/lib/series/notation";
import { prepareChart, summarizeChart } from "./prepare-chart";

const points = (notation: string) => series(notation).map((value, i) => ({ t: i * 60_000, value }));
const input = { points: points("20x30 80x10 20x20"), from: 0, to: 59 * 60_000, unit: "ms" };
const shape = { width: 800, size: "overview", zone: "utc" } as const;

test("the plot leaves room for its own labels", () => {
  const chart = prepareChart(input, shape);
  expect(chart.height).toBe(262);
  expect(chart.plot.right).toBe(790);
  expect(chart.plot.left).toBe(30);
  expect(chart.axis.domain).toEqual([0, 80]);
});

test("a month of minutes is drawn with no more points than the width can show", () => {
  const month = { ...input, points: points("20x40320"), to: 40_320 * 60_000 };
  expect(prepareChart(month, shape).rows.length).toBeLessThanOrEqual(1210);
});

test("a situation that lasts is washed to now", () => {
  const chart = prepareChart(
    { ...input, now: 50 * 60_000, washes: [{ from: 30 * 60_000, to: null }] },
    shape,
  );
  const [wash] = chart.washes;
  expect(wash?.x1).toBeCloseTo(30 + (760 * 30) / 59, 1);
  expect(wash?.x2).toBeCloseTo(30 + (760 * 50) / 59, 1);
});

test("the summary says in words what is drawn", () => {
  const anomaly = {
    id: "a",
    level: "STRONG" as const,
    startedAt: 30 * 60_000,
    endedAt: 40 * 60_000,
    peakAt: 31 * 60_000,
    peakValue: 80,
  };
  expect(summarizeChart("p95", { ...input, anomalies: [anomaly] })).toBe(
    "p95: last 20 ms; between 20 ms and 80 ms. 1 strong and 0 weak anomalies.",
  );
  expect(summarizeChart("p95", { ...input, points: [] })).toBe("p95: no data in this range.");
});

test("situations that overlap are one wash, one that stands apart is its own", () => {
  const span = (from: number, to: number, label: string) => ({
    from: from * 60_000,
    to: to * 60_000,
    label,
  });
  const { washes } = prepareChart(
    {
      ...input,
      now: 60 * 60_000,
      washes: [span(20, 30, "b"), span(10, 22, "a"), span(40, 45, "c")],
    },
    shape,
  );
  expect(washes.map((w) => w.label)).toEqual(["a, b", "c"]);
});
