import { expect, test } from "vitest";
import { effectWords } from "./prepare-label";

const base = {
  anomaly: {
    id: "a",
    service: "pricing",
    metric: "service.latency.p95",
    title: "Latency p95",
    unit: "ms",
    direction: "above" as const,
    startedAt: 0,
    endedAt: 1,
    distance: 17.3,
  },
  barBefore: 10,
  days: 30,
  before: 12,
  after: 5,
  silenced: 7,
  muted: 0,
  thisOne: true,
  losesTrue: 0,
};

test("a false alarm says what it silences and how the bar rises", () => {
  expect(
    effectWords({ ...base, rule: { kind: "false-alarm", direction: "above", bar: 18 } }),
  ).toEqual({
    teaches:
      "The minimum deviation above what is expected rises from 10 ms to 18 ms on this series.",
    wouldHave: "Would have silenced 7 of the last 30 days' 12 anomalies.",
    mind: [],
  });
});

test("what would go wrong is said", () => {
  const rule = { kind: "false-alarm", direction: "above", bar: 18 } as const;
  expect(effectWords({ ...base, rule, losesTrue: 2, thisOne: false }).mind).toEqual([
    "2 of them were labelled true.",
    "This one would still be raised.",
  ]);
  expect(effectWords({ ...base, rule, before: 1, silenced: 1, days: 1 }).wouldHave).toBe(
    "Would have silenced the only anomaly of the last day.",
  );
});

test("a new trend and a true one say theirs", () => {
  expect(effectWords({ ...base, rule: { kind: "new-trend", from: 0 } }).wouldHave).toBe(
    "Would have raised 5 instead of the last 30 days' 12 anomalies.",
  );
  expect(effectWords({ ...base, rule: { kind: "true" } }).wouldHave).toBe(
    "It counts for the precision of the detector.",
  );
});
