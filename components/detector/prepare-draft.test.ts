import { expect, test } from "vitest";
import { counts, type DetectorSettings } from "@/lib/detect/model";
import { changesOf, startDraft, switchAlgorithm } from "./prepare-draft";

const live: DetectorSettings = {
  algorithm: "ewma",
  params: { alpha: 0.2 },
  counts: counts.parse({}),
  target: "metric = x",
};

test("an opened detector has no changes, although the form fills in defaults", () => {
  expect(changesOf(startDraft(live), live)).toEqual([]);
});

test("each parameter and each gate that differs is one change", () => {
  const draft = startDraft(live);
  const edited = {
    ...draft,
    params: { ...draft.params, alpha: 0.3 },
    counts: { ...draft.counts, m: 2, n: 3 },
  };
  expect(changesOf(edited, live)).toEqual(["alpha", "m", "n"]);
});

test("another algorithm is one change, and going back brings back what is live", () => {
  const other = switchAlgorithm(startDraft(live), "universal", live);
  expect(changesOf(other, live)).toEqual(["algorithm"]);
  expect(changesOf(switchAlgorithm(other, "ewma", live), live)).toEqual([]);
});
