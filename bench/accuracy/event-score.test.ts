import { expect, test } from "vitest";
import { countEvents, sumEvents } from "./event-score";

const marks = (text: string) => [...text].map((c) => c === "x");
const score = (labels: string, alarms: string) =>
  sumEvents([
    countEvents(
      marks(labels).map((_, i) => i * 1000),
      marks(labels).map(Number),
      marks(alarms),
    ),
  ]);

test("counts events found, alerts that touch one, and the delay to the first point found", () => {
  expect(score("..xxx....xx..", "...x........x")).toMatchObject({
    events: 2,
    eventRecall: 0.5,
    alerts: 2,
    alertPrecision: 0.5,
    delayMs: 1000,
  });
});

test("an alert goes on over two ordinary points and ends after three", () => {
  expect(score("...............", "x..x...x")).toMatchObject({ alerts: 2 });
});

test("F1 is by plain points", () => {
  expect(score("xxxx....", "xx..xx..").f1).toBeCloseTo(0.5, 9);
});
