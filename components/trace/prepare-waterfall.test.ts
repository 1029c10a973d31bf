import { describe, expect, test } from "vitest";
import type { TreeSpan } from "./prepare-tree";
import {
  ancestors,
  criticalShares,
  findRows,
  prepareWaterfall,
  visibleRows,
} from "./prepare-waterfall";

const server = 2;
const client = 3;
const span = (id: string, parent: string | null, start: number, duration: number, more = {}) =>
  ({
    ...{ id, parent, start, duration, service: "web", instance: "web-1" },
    ...{ kind: server, error: false, ...more },
  }) as TreeSpan;
const on = (service: string, kind = server) => ({ service, instance: `${service}-1`, kind });
const told = (spans: TreeSpan[]) =>
  prepareWaterfall(spans).rows.map((r) => [r.span.id, r.depth, r.from, r.to]);

test("spans stand under their parents in order of time, whatever order they came in", () => {
  const spans = [
    span("c", "a", 1040, 20),
    span("b", "a", 1010, 25),
    span("d", "b", 1012, 5, { error: true }),
    span("a", null, 1000, 100),
  ];
  expect(told(spans)).toEqual([
    ["a", 0, 0, 100],
    ["b", 1, 10, 35],
    ["d", 2, 12, 17],
    ["c", 1, 40, 60],
  ]);
  const { rows, start, durationMs } = prepareWaterfall(spans);
  expect([start, durationMs]).toEqual([1000, 100]);
  expect(rows.map((r) => [r.below, r.children, r.errorsBelow])).toEqual([
    [3, 2, 1],
    [1, 1, 1],
    [0, 0, 0],
    [0, 0, 0],
  ]);
});

describe("clocks that differ", () => {
  test("a callee that seems to begin before its caller is put in the caller's middle, with all below it", () => {
    const spans = [
      span("call", null, 1000, 100, on("web", client)),
      span("serve", "call", 400, 60, on("stock")),
      span("query", "serve", 410, 20, on("stock", client)),
    ];
    expect(told(spans)).toEqual([
      ["call", 0, 0, 100],
      ["serve", 1, 20, 80],
      ["query", 2, 30, 50],
    ]);
    expect(prepareWaterfall(spans).rows.map((r) => r.shifted)).toEqual([0, 620, 620]);
    expect(prepareWaterfall(spans).shifted).toBe(2);
  });

  test("a callee that seems to end after its caller is moved too, one that fits stays", () => {
    const spans = [
      span("a", null, 1000, 100, on("web", client)),
      span("late", "a", 1090, 40, on("stock")),
      span("fits", "a", 1020, 40, on("price")),
    ];
    expect(told(spans)).toEqual([
      ["a", 0, 0, 100],
      ["fits", 1, 20, 60],
      ["late", 1, 30, 70],
    ]);
  });

  test("work after an early answer and messages may end later; they only cannot begin before their cause", () => {
    const spans = [
      span("a", null, 1000, 50, on("web", client)),
      span("long", "a", 1010, 400, on("stock")),
      span("send", "a", 1020, 2, on("web", 4)),
      span("receive", "send", 1300, 80, on("mail", 5)),
      span("early", "send", 1000, 80, on("audit", 5)),
    ];
    expect(Object.fromEntries(told(spans).map(([id, , from]) => [id, from]))).toEqual({
      ...{ a: 0, long: 10, send: 20, receive: 300, early: 20 },
    });
  });

  test("within one process nothing is moved, because it has one clock", () => {
    const spans = [span("a", null, 1000, 10), span("after", "a", 1050, 10)];
    expect(told(spans)).toEqual([
      ["a", 0, 0, 10],
      ["after", 1, 50, 60],
    ]);
  });
});

describe("what is not as it should be", () => {
  test("spans whose parent has not arrived stand at the top and are named so", () => {
    const spans = [
      span("a", null, 1000, 100),
      span("lost", "gone", 950, 10),
      span("child", "lost", 952, 2),
    ];
    const { rows, orphans } = prepareWaterfall(spans);
    expect(rows.map((r) => [r.span.id, r.depth, r.orphan])).toEqual([
      ["a", 0, false],
      ["lost", 0, true],
      ["child", 1, false],
    ]);
    expect(orphans).toBe(1);
  });

  test("a span told twice is drawn once; two spans with one id are both drawn, and children find the one they lie in", () => {
    const spans = [
      span("root", null, 1000, 100),
      span("x", "root", 1000, 20),
      span("x", "root", 1000, 20),
      span("x", "root", 1060, 30),
      span("child", "x", 1065, 5),
    ];
    const { rows, repeated } = prepareWaterfall(spans);
    expect(repeated).toBe(1);
    expect(rows.map((r) => [r.span.id, r.from, r.depth, r.duplicate])).toEqual([
      ["root", 0, 0, false],
      ["x", 0, 1, true],
      ["x", 60, 1, true],
      ["child", 65, 2, false],
    ]);
  });

  test("spans that lead to each other in a circle, or to themselves, are all drawn", () => {
    const spans = [
      span("a", "c", 1002, 5),
      span("b", "a", 1000, 5),
      span("c", "b", 1001, 5),
      span("self", "self", 1010, 5),
    ];
    expect(told(spans)).toEqual([
      ["b", 0, 0, 5],
      ["c", 1, 1, 6],
      ["a", 2, 2, 7],
      ["self", 0, 10, 15],
    ]);
  });

  test("nothing at all is an empty waterfall", () => {
    expect(prepareWaterfall([])).toMatchObject({ rows: [], start: 0, durationMs: 0 });
  });
});

describe("the critical path", () => {
  const rowsOf = (spans: TreeSpan[]) => {
    const { rows } = prepareWaterfall(spans);
    return Object.fromEntries(
      rows
        .map((r) => [r.span.id, r.critical.map((p) => [p.from, p.to])])
        .filter(([, p]) => p?.length),
    );
  };

  test("of children side by side the one that ended last counts, and the gaps are the parent's own", () => {
    const spans = [
      span("a", null, 0, 100),
      span("fast", "a", 10, 20),
      span("slow", "a", 10, 60),
      span("last", "a", 75, 20),
    ];
    expect(rowsOf(spans)).toEqual({
      a: [
        [95, 100],
        [70, 75],
        [0, 10],
      ],
      slow: [[10, 70]],
      last: [[75, 95]],
    });
  });

  test("its parts cover the whole trace once, and what outlives its parent holds nobody up", () => {
    const spans = [
      span("a", null, 0, 100),
      span("b", "a", 20, 40, on("stock")),
      span("c", "b", 30, 10, on("stock", client)),
      span("async", "a", 50, 300, on("mail", 5)),
    ];
    const { rows } = prepareWaterfall(spans);
    expect(rows.reduce((sum, r) => sum + r.criticalMs, 0)).toBe(100);
    expect(rows.find((r) => r.span.id === "async")?.criticalMs).toBe(0);
    expect(criticalShares(rows)).toEqual([
      { service: "web", ms: 60, share: 0.6 },
      { service: "stock", ms: 40, share: 0.4 },
    ]);
  });
});

test("collapsed rows hide what is below them, and a search finds rows by all of its words", () => {
  const spans = [
    span("a", null, 0, 100),
    span("b", "a", 10, 50),
    span("c", "b", 20, 5),
    span("d", "a", 70, 5),
  ];
  const { rows } = prepareWaterfall(spans);
  expect(visibleRows(rows, new Set([1]))).toEqual([0, 1, 3]);
  expect(visibleRows(rows, new Set([0, 1]))).toEqual([0]);
  expect(ancestors(rows, 2)).toEqual([1, 0]);
  const words = (s: TreeSpan) => `${s.service} GET /${s.id}`;
  expect(findRows(rows, "get /C web", words)).toEqual([2]);
  expect(findRows(rows, "  ", words)).toEqual([]);
});

test("10,000 spans, deep and wide, are prepared whole", () => {
  const deep = Array.from({ length: 5000 }, (_, i) =>
    span(`d${i}`, i === 0 ? null : `d${i - 1}`, i, 10_000 - i * 1.5),
  );
  const wide = Array.from({ length: 5000 }, (_, i) => span(`w${i}`, "d0", i, 1, on(`s${i % 50}`)));
  const { rows, durationMs } = prepareWaterfall([...wide, ...deep]);
  expect(rows).toHaveLength(10_000);
  expect(rows[0]?.below).toBe(9999);
  expect(Math.max(...rows.map((r) => r.depth))).toBe(4999);
  expect(durationMs).toBe(10_000);
  expect(rows.reduce((sum, r) => sum + r.criticalMs, 0)).toBeCloseTo(10_000, 3);
});
