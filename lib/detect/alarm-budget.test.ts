import { expect, test } from "vitest";
import { earn, newAlarmBudget, spend } from "./alarm-budget";

const week = 604_800_000;

test("alarms at the pace asked for leave everything as it is", () => {
  const b = newAlarmBudget();
  for (let i = 0; i < 3; i++) spend(b);
  earn(b, week, 3);
  expect(b.extra).toBeCloseTo(0, 12);
});

test("twice the alarms asked for make the next harder by a sixth of an order of magnitude in three weeks", () => {
  const b = newAlarmBudget();
  for (let i = 0; i < 18; i++) spend(b);
  earn(b, 3 * week, 3);
  expect(b.extra).toBeCloseTo(0.18, 9);
});

test("is bounded on both sides", () => {
  const b = newAlarmBudget();
  earn(b, 1000 * week, 3);
  expect(b.extra).toBe(-0.15);
  for (let i = 0; i < 1000; i++) spend(b);
  expect(b.extra).toBe(1);
});
