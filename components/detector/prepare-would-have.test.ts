import { expect, test } from "vitest";
import { type Raised, wouldHave } from "./prepare-would-have";

const min = 60_000;
const day = 1440 * min;
const at = (minute: number, more: Partial<Raised> = {}): Raised => ({
  startedAt: minute * min,
  endedAt: (minute + 5) * min,
  openedAt: (minute + 1) * min,
  level: "STRONG",
  direction: "above",
  muted: null,
  ...more,
});
const base = {
  situations: [],
  labelled: [],
  metric: "service.errors",
  trusted: true,
  from: 0,
  to: 7 * day,
};

test("each strong anomaly that hurts is a page, unless it comes right after another", () => {
  const raised = [at(100), at(112), at(500), at(900, { level: "WEAK" })];
  expect(wouldHave({ ...base, raised })).toMatchObject({ pages: 2, pagesPerWeek: 2 });
});

test("fewer errors, what is muted and what is not trusted page nobody", () => {
  const raised = [at(100, { direction: "below" }), at(300, { muted: "Silenced by Mira" })];
  expect(wouldHave({ ...base, raised }).pages).toBe(0);
  expect(wouldHave({ ...base, raised: [at(100)], trusted: false }).pages).toBe(0);
});

test("what begins inside an open situation joins it; what came before it would have opened it", () => {
  const situations = [{ onsetAt: 100 * min, openedAt: 103 * min, resolvedAt: 120 * min }];
  const first = wouldHave({ ...base, situations, raised: [at(101)] });
  expect([first.joined, first.pages]).toEqual([1, 1]);
  const later = wouldHave({ ...base, situations, raised: [at(106)] });
  expect([later.joined, later.situations, later.pages]).toEqual([1, 1, 0]);
  expect(wouldHave({ ...base, situations, raised: [at(400)] })).toMatchObject({
    joined: 0,
    pages: 1,
  });
});

test("labelled incidents are caught by what overlaps them, and the lag is theirs", () => {
  const labelled = [
    { startedAt: 100 * min, endedAt: 103 * min, label: "true" },
    { startedAt: 500 * min, endedAt: 501 * min, label: "true" },
    { startedAt: 700 * min, endedAt: 701 * min, label: "false-alarm" },
    { startedAt: 900 * min, endedAt: 901 * min, label: null },
  ];
  const raised = [at(102, { openedAt: 104 * min }), at(698, { openedAt: 710 * min })];
  expect(wouldHave({ ...base, labelled, raised })).toMatchObject({
    caught: 1,
    incidents: 2,
    falseStill: 1,
    falseAlarms: 1,
    lagMs: 2 * min,
  });
});

test("without labels the lag is the median of all, and without anomalies there is none", () => {
  const raised = [at(1), at(50, { openedAt: 53 * min }), at(90, { openedAt: 95 * min })];
  expect(wouldHave({ ...base, raised }).lagMs).toBe(3 * min);
  expect(wouldHave({ ...base, raised: [] }).lagMs).toBeNull();
});
