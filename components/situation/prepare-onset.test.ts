import { expect, test } from "vitest";
import { onsetChoices, onsetField, readOnset } from "./prepare-onset";

const at = Date.UTC(2026, 10, 28, 12, 34, 56, 789);

test("the field holds the second in the zone that is shown, and gives it back", () => {
  expect(onsetField(at, "utc")).toBe("2026-11-28T12:34:56");
  expect(readOnset("2026-11-28T12:34:56", "utc")).toBe(Date.UTC(2026, 10, 28, 12, 34, 56));
  expect(readOnset("2026-11-28T12:34", "utc")).toBe(Date.UTC(2026, 10, 28, 12, 34));
  expect(readOnset(onsetField(at, "local"), "local")).toBe(Date.UTC(2026, 10, 28, 12, 34, 56));
  expect(readOnset("", "utc")).toBeNull();
});

test("offers what was detected and the suspected changes before the detection", () => {
  const change = (id: string, offset: number, state = "suspect") => ({
    id,
    title: id,
    at: at + offset,
    state,
  });
  expect(
    onsetChoices({
      detectedOnsetAt: at,
      openedAt: at + 30_000,
      suspects: [
        change("v2", -20_000),
        change("later", 60_000),
        change("innocent", -1000, "cleared"),
        { id: "service", title: "pricing", at: null, state: "suspect" },
      ],
    }),
  ).toEqual([
    { key: "detected", says: "As detected", at },
    { key: "v2", says: "v2", at: at - 20_000 },
  ]);
});
