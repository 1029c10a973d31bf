import { expect, test } from "vitest";
import { type Milestones, measure, quantile } from "./measures";

const s = 1000;
const story: Milestones = {
  onsetAt: 20 * s,
  said: false,
  causeAt: 5 * s,
  openedAt: 50 * s,
  proposals: [
    { suspect: "decoy", at: 52 * s },
    { suspect: "guilty", at: 65 * s },
    { suspect: "guilty", at: 90 * s },
  ],
  confirmed: "guilty",
  resolvedAt: 200 * s,
};

test("from the bad change to the situation, to the right proposal, and from the first sign to the end", () => {
  expect(measure(story)).toEqual({ detectMs: 45 * s, knowMs: 15 * s, resolveMs: 180 * s });
});

test("without a known cause the clock starts at the first sign, and what has not happened has no time", () => {
  const open = { ...story, causeAt: null, confirmed: null, resolvedAt: null };
  expect(measure(open)).toEqual({ detectMs: 30 * s, knowMs: null, resolveMs: null });
});

test("an onset that a person has corrected counts, whatever the change's own time says", () => {
  const said = { ...story, said: true };
  expect(measure({ ...said, onsetAt: 2 * s })).toMatchObject({
    detectMs: 48 * s,
    resolveMs: 198 * s,
  });
  expect(measure({ ...said, onsetAt: 30 * s })).toMatchObject({
    detectMs: 20 * s,
    resolveMs: 170 * s,
  });
});

test("quantiles are values that occurred, and gaps are left out", () => {
  expect(quantile([30, null, 10, 20, 40], 0.5)).toBe(20);
  expect(quantile([30, null, 10, 20, 40], 0.9)).toBe(40);
  expect(quantile([null], 0.5)).toBeNull();
});
