import { expect, test } from "vitest";
import { localMinute } from "@/lib/series/local-time";
import { type LabelRule, whenWords } from "./label";
import { barAbove, hoursOf, likelyWhen, proposeRule } from "./label-proposal";
import { counts, newVerdict } from "./model";
import { runSettings } from "./run-settings";
import { SeriesRun } from "./series-run";
import { belowBar, expectedBecause, noTuning, tuningOf } from "./tuning";

const at = (text: string) => Date.parse(text);
const verdict = (expected: number) => ({ ...newVerdict(), expected });

test("a bar is the next number of two digits above a distance", () => {
  expect([17.3, 18, 0.0042, 123, 9.99, 1000].map(barAbove)).toEqual([
    18, 19, 0.0043, 130, 10, 1100,
  ]);
});

test("false alarms raise the bar of their own side, and the highest counts", () => {
  const tuning = tuningOf(
    [
      { kind: "false-alarm", direction: "above", bar: 18 },
      { kind: "false-alarm", direction: "above", bar: 12 },
      { kind: "true" },
    ],
    [],
  );
  expect(tuning).toEqual({ ...noTuning, barAbove: 18 });
  expect([117.9, 118, 50].map((v) => belowBar(tuning, v, verdict(100)))).toEqual([
    true,
    false,
    false,
  ]);
});

test("hours are those of the zone, also past midnight and over a change of the clocks", () => {
  expect(localMinute(at("2026-03-29T01:30:00Z"), "Europe/Berlin")).toEqual({ day: 0, minute: 210 });
  expect(
    hoursOf({ from: at("2026-11-22T22:55:00Z"), to: at("2026-11-22T23:20:00Z") }, "Europe/Berlin"),
  ).toEqual({ day: 0, from: 1425, minutes: 45 });
  const weekly = tuningOf(
    [
      {
        kind: "expected",
        direction: "above",
        upTo: 20,
        when: { how: "weekly", zone: "Europe/Berlin", day: 0, from: 1425, minutes: 45 },
      },
    ],
    [],
  );
  const says = (t: string, value = 110) => expectedBecause(weekly, at(t), value, verdict(100));
  expect(says("2026-11-22T22:45:00Z")).toBe("Expected every Sunday 23:45 to 00:30 (Europe/Berlin)");
  expect(says("2026-11-22T23:29:00Z")).not.toBe(null);
  expect(says("2026-11-22T23:30:00Z")).toBe(null);
  expect(says("2026-11-23T22:50:00Z")).toBe(null);
  // In summer the same wall clock is an hour earlier in UTC
  expect(says("2026-07-05T21:45:00Z")).not.toBe(null);
  expect(says("2026-11-22T22:45:00Z", 121)).toBe(null);
  expect(says("2026-11-22T22:45:00Z", 90)).toBe(null);
});

test("an expectation after changes covers the spans after changes of that kind", () => {
  const rule: LabelRule = {
    kind: "expected",
    direction: "below",
    upTo: 50,
    when: { how: "change", changeKind: "deploy", minutes: 10 },
  };
  const tuning = tuningOf(
    [rule],
    [
      { kind: "deploy", at: 1_000_000 },
      { kind: "flag", at: 5e6 },
    ],
  );
  const says = (t: number) => expectedBecause(tuning, t, 70, verdict(100));
  expect([999_999, 1_600_000, 1_600_001, 5e6].map(says)).toEqual([
    null,
    "Expected in the 10 min after a deploy",
    null,
    null,
  ]);
});

test("what is proposed follows from the anomaly and what a person wished", () => {
  const facts = {
    anomaly: { direction: "above", startedAt: at("2026-11-22T02:03:00Z") },
    distance: 17.3,
    to: at("2026-11-22T02:11:00Z"),
    change: { kind: "deploy", at: at("2026-11-22T02:01:00Z") },
  } as const;
  expect(proposeRule("false-alarm", facts, { how: "once" })).toEqual({
    kind: "false-alarm",
    direction: "above",
    bar: 18,
  });
  const expected = proposeRule("expected", facts, { how: "daily" });
  expect(expected).toEqual({
    kind: "expected",
    direction: "above",
    upTo: 26,
    when: { how: "daily", zone: "UTC", from: 120, minutes: 15 },
  });
  expect(expected.kind === "expected" && whenWords(expected.when)).toBe(
    "every day 02:00 to 02:15 (UTC)",
  );
  expect(proposeRule("expected", facts, { how: "change" })).toMatchObject({
    when: { how: "change", changeKind: "deploy", minutes: 10 },
  });
});

const settings = runSettings("d", 1, {
  algorithm: "constant-threshold",
  params: { weakUpper: 10 },
  counts: counts.parse({ closeAfter: 1 }),
});
function raise(values: number[], tuning = noTuning) {
  const found = new Map<string, { muted: string | null; points: number; ended: boolean }>();
  const run = new SeriesRun(
    settings,
    { id: 1, service: null, metric: "m" },
    (_, a) => found.set(a.id, { muted: a.muted, points: a.points, ended: a.endedAt !== null }),
    undefined,
    tuning,
  );
  values.forEach((v, i) => {
    run.push(1000 * (i + 1), v);
  });
  return [...found.values()];
}

test("a deviation below the series' own bar opens nothing", () => {
  expect(raise([1, 15, 1, 30, 1])).toHaveLength(2);
  // Ten is the bound: 15 is 5 off, 30 is 20 off
  expect(raise([1, 15, 1, 30, 1], { ...noTuning, barAbove: 6 })).toEqual([
    { muted: null, points: 1, ended: true },
  ]);
});

test("an expected anomaly is recorded but muted, until one of its points is more than that", () => {
  const expected = tuningOf(
    [
      {
        kind: "expected",
        direction: "above",
        upTo: 6,
        when: { how: "once", from: 1000, to: 5000 },
      },
    ],
    [],
  );
  expect(raise([1, 15, 15], expected)).toEqual([
    { muted: "Expected this once", points: 2, ended: false },
  ]);
  expect(raise([1, 15, 30, 15], expected)).toEqual([{ muted: null, points: 3, ended: false }]);
  expect(raise([1, 1, 1, 1, 15, 15], expected)[0]?.muted).toBe(null);
});

test("a new trend forgets what was learned before it and ends what was open", () => {
  const ewma = runSettings("d", 1, {
    algorithm: "universal",
    params: {},
    counts: counts.parse({}),
  });
  const values = Array.from(
    { length: 2000 },
    (_, i) => (i < 1500 ? 10 : 90) + ((i * 7919) % 13) / 13,
  );
  const open = (from: number | null) => {
    const run = new SeriesRun(
      ewma,
      { id: 1, service: null, metric: "m" },
      () => undefined,
      undefined,
      { ...noTuning, relearnFrom: from },
    );
    values.forEach((v, i) => {
      run.push(10_000 * (i + 1), v);
    });
    return [run.isOpen, run.relearned];
  };
  const shift = 10_000 * 1501;
  expect(open(shift)).toEqual([false, shift]);
  expect(open(null)[1]).toBe(null);
});

test("what came again at the same hours is likely to come again", () => {
  const anomaly = { startedAt: at("2026-11-22T02:03:00Z"), to: at("2026-11-22T02:11:00Z") };
  const how = (others: string[], afterChange = false) =>
    likelyWhen(anomaly, others.map(at), { zone: "UTC", afterChange });
  expect(how([])).toBe("once");
  expect(how(["2026-11-20T02:05:00Z", "2026-11-21T02:01:00Z"])).toBe("daily");
  expect(how(["2026-11-15T02:05:00Z", "2026-11-08T02:05:00Z"])).toBe("weekly");
  expect(how(["2026-11-20T14:05:00Z", "2026-11-21T15:01:00Z"])).toBe("once");
  expect(how([], true)).toBe("change");
});
