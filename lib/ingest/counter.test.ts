import { expect, test } from "vitest";
import { increaseOf } from "./counter";

const at = (atMs: number, values: number[], startMs = 1000) => ({ startMs, atMs, values });
const t = 10_000_000;

test("a cumulative counter adds what came since the last point", () => {
  const step = increaseOf(at(t + 5000, [25, 7]), at(t, [10, 4]), t, false);
  expect(step?.increase).toEqual({ fromMs: t, toMs: t + 5000, added: [15, 3] });
  expect(step?.state.values).toEqual([25, 7]);
});

test("a point that is not newer is a repetition", () => {
  expect(increaseOf(at(t, [25]), at(t, [10]), t, false)).toBe(null);
  expect(increaseOf(at(t - 1, [25]), at(t, [10]), t, true)).toBe(null);
});

test("a counter that fell began again, since its new start when that is known", () => {
  const fell = increaseOf(at(t + 5000, [3]), at(t, [10]), t, false);
  expect(fell?.increase).toEqual({ fromMs: t, toMs: t + 5000, added: [3] });
  const restarted = increaseOf(at(t + 5000, [30], t + 2000), at(t, [10]), t, false);
  expect(restarted?.increase).toEqual({ fromMs: t + 2000, toMs: t + 5000, added: [30] });
});

test("other buckets than before count as a new beginning", () => {
  const step = increaseOf(at(t + 5000, [12, 9, 3]), at(t, [10, 10]), t, false);
  expect(step?.increase?.added).toEqual([12, 9, 3]);
});

test("a counter without state counts from its start when that is recent, else it is the base", () => {
  expect(increaseOf(at(t, [4], t - 60_000), undefined, undefined, false)?.increase).toEqual({
    fromMs: t - 60_000,
    toMs: t,
    added: [4],
  });
  expect(increaseOf(at(t, [4], t - 400_000), undefined, undefined, false)?.increase).toBe(null);
  expect(increaseOf(at(t, [4], 0), undefined, undefined, false)?.increase).toBe(null);
});

test("a counter that is new in a known group was 0 at the group's last collection", () => {
  const step = increaseOf(at(t, [4], t - 400_000), undefined, t - 5000, false);
  expect(step?.increase).toEqual({ fromMs: t - 5000, toMs: t, added: [4] });
});

test("a delta is all new, cut to what is after the state", () => {
  expect(increaseOf(at(t + 5000, [4], t), undefined, undefined, true)?.increase).toEqual({
    fromMs: t,
    toMs: t + 5000,
    added: [4],
  });
  expect(increaseOf(at(t + 5000, [4], t), at(t + 1000, [9]), t, true)?.increase).toEqual({
    fromMs: t + 1000,
    toMs: t + 5000,
    added: [4],
  });
});

test("an increase over more than an hour says nothing about when", () => {
  expect(increaseOf(at(t + 3_600_001, [25]), at(t, [10]), t, false)?.increase).toBe(null);
});
