import { expect, test } from "vitest";
import { compareSlots, type Slot } from "./change-effect";

const windows = { split: 2, after: 2, end: 4 };
/** One point a slot. */
const slots = (metric: string, values: readonly number[], severity: string | null = null): Slot[] =>
  values.map((sum, slot) => ({ metric, unit: null, severity, slot, sum, n: 1 }));

test("failures that rise are worse, latency that falls is better, heap is neither", () => {
  const rows = compareSlots(
    [
      ...slots("service.errors", [0.01, 0.03, 0.2, 0.4]),
      ...slots("service.latency.p95", [200, 200, 100, 100]),
      ...slots("v8js.memory.heap.used", [10, 10, 20, 20]),
    ],
    windows,
  );
  expect(rows.map((r) => [r.metric, r.before, r.after, r.verdict])).toEqual([
    ["service.errors", 0.02, expect.closeTo(0.3), "worse"],
    ["service.latency.p95", 200, 100, "better"],
    ["v8js.memory.heap.used", 10, 20, "even"],
  ]);
});

test("what moved by less than 5 % has no line, the golden signals always have one", () => {
  const rows = compareSlots(
    [...slots("service.requests", [100, 100, 101, 101]), ...slots("cpu", [100, 100, 104, 104])],
    windows,
  );
  expect(rows.map((r) => [r.metric, r.change, r.verdict])).toEqual([
    ["service.requests", expect.closeTo(0.01), "even"],
  ]);
});

test("error logs count as worse from nothing on, and what is after the range is left out", () => {
  const [row] = compareSlots(slots("service.log.messages", [0, 0, 3, 3, 90], "error"), windows);
  expect(row).toMatchObject({ before: 0, after: 3, change: null });
  expect(row?.spark).toEqual([0, 0, 3, 3]);
});

test("the mean weighs points, not parts: many instances count for more", () => {
  const rows: Slot[] = [
    { metric: "service.errors", unit: null, severity: null, slot: 0, sum: 1, n: 1 },
    { metric: "service.errors", unit: null, severity: null, slot: 1, sum: 0, n: 3 },
    { metric: "service.errors", unit: null, severity: null, slot: 2, sum: 1, n: 2 },
  ];
  expect(compareSlots(rows, windows)).toMatchObject([{ before: 0.25, after: 0.5, change: 1 }]);
});
