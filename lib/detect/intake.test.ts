import { expect, test } from "vitest";
import { fillGap } from "./intake";
import type { Anomaly, Counts } from "./model";
import { counts } from "./model";
import { runSettings } from "./run-settings";
import { SeriesRun } from "./series-run";

const minute = 60_000;
const start = Date.UTC(2026, 0, 5);

/** A run of a constant threshold of 10, with what it judged and found. */
function runOf(what: Partial<Counts>) {
  const found = new Map<string, Anomaly>();
  const settings = runSettings("d", 1, {
    algorithm: "constant-threshold",
    params: { strongUpper: 10 },
    counts: counts.parse({ closeAfter: 1, ...what }),
  });
  const run = new SeriesRun(settings, { id: 1, service: "s", metric: "m" }, (_, a) =>
    found.set(a.id, a),
  );
  const feed = (points: readonly (readonly [minute: number, value: number])[]) =>
    points.map(([m, v]) => run.push(start + m * minute, v) !== null);
  return { run, feed, spans: () => [...found.values()].map((a) => [mins(a.startedAt), a.points]) };
}
const mins = (t: number) => (t - start) / minute;

test("points out of order within the lateness are judged in order; later ones are not judged", () => {
  const it = runOf({ lateMs: 3 * minute, m: 2, n: 2 });
  const taken = it.feed([
    [0, 1],
    [1, 1],
    [3, 20],
    [2, 20],
    [4, 1],
    [7, 1],
    [8, 1],
    [3.5, 99],
  ]);
  expect(taken).toEqual([true, true, true, true, true, true, true, false]);
  expect(it.spans()).toEqual([[2, 2]]);
});

test("the same points in any order within the lateness give the same anomalies", () => {
  const points = Array.from({ length: 60 }, (_, i) => [i, i % 17 < 3 ? 20 : 1] as const);
  const inOrder = runOf({ lateMs: 0, m: 2, n: 3 });
  inOrder.feed(points);
  const mixed = runOf({ lateMs: 5 * minute, m: 2, n: 3 });
  const order = points.flatMap((_, i) =>
    i % 4 === 0 ? [points[i + 3], points[i + 1], points[i + 2], points[i]] : [],
  );
  mixed.feed(order.flatMap((p) => (p ? [p, p] : [])));
  mixed.run.release(Number.POSITIVE_INFINITY);
  expect(mixed.spans()).toEqual(inOrder.spans());
  expect(inOrder.spans()).toHaveLength(4);
});

test("a point that waits is judged by the clock when its series falls silent", () => {
  const it = runOf({ lateMs: 2 * minute });
  it.feed([
    [0, 1],
    [1, 20],
  ]);
  expect(it.run.isWaiting).toBe(true);
  it.run.release(start + 1 * minute);
  expect(it.spans()).toEqual([[1, 1]]);
});

test("a zero stands for what did not come and is judged; carried and interpolated points are only learned from", () => {
  const gap = [
    [0, 5],
    [1, 5],
    [2, 5],
    [5, 5],
    [6, 5],
  ] as const;
  const below = (policy: Counts["gaps"]["policy"]) => {
    const found: Anomaly[] = [];
    const run = new SeriesRun(
      runSettings("d", 1, {
        algorithm: "constant-threshold",
        params: { strongLower: 1 },
        counts: counts.parse({ closeAfter: 1, gaps: { policy, upTo: 4 } }),
      }),
      { id: 1, service: null, metric: "m" },
      (e, a) => e === "closed" && found.push(a),
    );
    for (const [m, v] of gap) run.push(start + m * minute, v);
    return found.map((a) => [mins(a.startedAt), a.points]);
  };
  expect(below("skip")).toEqual([]);
  expect(below("carry")).toEqual([]);
  expect(below("interpolate")).toEqual([]);
  expect(below("zero")).toEqual([[3, 2]]);
});

test("what stands in is carried, zero, or the straight line; a gap that is too long stays one", () => {
  const standIns = (policy: Counts["gaps"]["policy"], upTo: number) => {
    const taken: number[][] = [];
    fillGap({ t: 0, value: 8, step: 10 }, { policy, upTo }, 40, 20, (t, v) => taken.push([t, v]));
    return taken;
  };
  expect(standIns("carry", 5)).toEqual([
    [10, 8],
    [20, 8],
    [30, 8],
  ]);
  expect(standIns("zero", 5)).toEqual([
    [10, 0],
    [20, 0],
    [30, 0],
  ]);
  expect(standIns("interpolate", 3)).toEqual([
    [10, 11],
    [20, 14],
    [30, 17],
  ]);
  expect(standIns("zero", 2)).toEqual([]);
});

test("during the warm-up nothing counts, and after it everything does", () => {
  const it = runOf({ warmUp: 3 });
  it.feed([
    [0, 20],
    [1, 20],
    [2, 20],
    [3, 20],
    [4, 1],
  ]);
  expect(it.spans()).toEqual([[3, 1]]);
});

test("M of N may suppress, and never makes a NORMAL point anomalous", () => {
  const it = runOf({ m: 3, n: 5 });
  it.feed([
    [0, 20],
    [1, 1],
    [2, 20],
    [3, 1],
    [4, 1],
    [5, 1],
    [6, 20],
    [7, 1],
    [8, 20],
    [9, 20],
    [10, 1],
  ]);
  expect(it.spans()).toEqual([[6, 3]]);
});

test("both the absolute and the relative distance must be reached", () => {
  const it = (what: Partial<Counts>) => {
    const run = runOf(what);
    run.feed([[0, 12]]);
    return run.spans().length;
  };
  expect(it({ minAbsolute: 2 })).toBe(1);
  expect(it({ minAbsolute: 2.1 })).toBe(0);
});
