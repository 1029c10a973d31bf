import { expect, test } from "vitest";
import { calmAt, calmBefore } from "./calm-before";

const min = 60_000;
const now = 1_000 * min;
const ago = (from: number, to: number) => ({ from: now - from * min, to: now - to * min });

test("without earlier trouble the usual is the time before", () => {
  expect(calmBefore(now, 20 * min, [])).toEqual({ from: now - 20 * min, troubles: [] });
});

test("an earlier trouble does not count, and as much calm time is taken from before it", () => {
  expect(calmBefore(now, 20 * min, [ago(8, 3)])).toEqual({
    from: now - 25 * min,
    troubles: [ago(8, 3)],
  });
});

test("troubles that overlap are one, and what lies further back than is needed is left out", () => {
  expect(calmBefore(now, 20 * min, [ago(6, 3), ago(8, 5), ago(70, 60)])).toEqual({
    from: now - 25 * min,
    troubles: [ago(8, 3)],
  });
});

test("a trouble that reaches up to the onset leaves the time before it", () => {
  expect(calmBefore(now, 20 * min, [ago(10, -5)])).toMatchObject({ from: now - 30 * min });
});

test("after an hour of trouble with short pauses the usual reaches back two hours at most", () => {
  const busy = [ago(60, 2), ago(119, 65)];
  expect(calmBefore(now, 20 * min, busy)).toMatchObject({ from: now - 120 * min });
});

test("where hardly any time was calm, trouble is what is usual", () => {
  expect(calmBefore(now, 20 * min, [ago(300, 1)])).toBeNull();
});

test("a moment is calm outside of every trouble; its end is not in it", () => {
  expect([9, 8, 4, 3].map((m) => calmAt([ago(8, 3)], now - m * min))).toEqual([
    true,
    false,
    false,
    true,
  ]);
});
