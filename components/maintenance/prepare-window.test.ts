import { expect, test } from "vitest";
import { missingIn, newDraft, repeating, repeatWords, windowOf } from "./prepare-window";

const now = Date.parse("2026-12-01T12:00:00Z");
const draft = { ...newDraft(now, "Europe/Berlin"), name: "Upgrade", scope: "service = db" };

test("without a start it begins now, and a single one ends with its duration", () => {
  expect(windowOf(draft, now)).toMatchObject({ from: now, minutes: 30, until: now + 1_800_000 });
});

test("a start is by the clock of the chosen zone, and repetitions go to the end of their last day there", () => {
  const w = windowOf(
    {
      ...draft,
      starts: "2026-12-24T22:00",
      repeats: "weekly",
      days: [4],
      lasting: "custom",
      minutes: 240,
      lastDay: "2026-12-31",
    },
    now,
  );
  expect(new Date(w.from).toISOString()).toBe("2026-12-24T21:00:00.000Z");
  expect(new Date(w.until).toISOString()).toBe("2026-12-31T23:00:00.000Z");
  expect(repeatWords(w)).toBe("Thu at 22:00 Europe/Berlin, 4 h");
});

test("a window that waits for a situation does not repeat, and needs to be told which", () => {
  const waits = { ...draft, lasting: "resolved" as const, repeats: "daily" as const };
  expect(missingIn(waits, 3, now)).toBe("Choose the situation.");
  expect(windowOf({ ...waits, situationId: 7 }, now)).toMatchObject({
    repeats: "none",
    situationId: 7,
  });
});

test("what is missing is said, one thing at a time", () => {
  expect(missingIn({ ...draft, name: "" }, 3, now)).toBe("Give it a name.");
  expect(missingIn(draft, 0, now)).toBe("The scope chooses no series.");
  expect(missingIn({ ...draft, repeats: "weekly" }, 3, now)).toBe("Choose a day of the week.");
  expect(missingIn({ ...draft, starts: "2026-11-01T00:00" }, 3, now)).toBe("It ends in the past.");
  expect(missingIn(draft, 3, now)).toBeNull();
});

test("a zone that is half typed, or no last day, is asked for and breaks nothing", () => {
  const repeated = { ...draft, starts: "2026-12-24T22:00", repeats: "daily" as const };
  expect(missingIn({ ...repeated, zone: "Europe/Be" }, 3, now)).toBe(
    "Choose a time zone, such as Europe/Berlin.",
  );
  expect(missingIn({ ...repeated, lastDay: "" }, 3, now)).toBe("Choose the last day.");
  expect(missingIn(repeated, 3, now)).toBe(null);
});

test("weekly repetitions begin with the day on which the window starts, and keep days that are chosen", () => {
  // 2026-12-01 is a Tuesday, 2026-12-24 a Thursday.
  expect(repeating(draft, "weekly", now).days).toEqual([2]);
  expect(repeating({ ...draft, starts: "2026-12-24T22:00" }, "weekly", now).days).toEqual([4]);
  expect(repeating({ ...draft, days: [1, 5] }, "weekly", now).days).toEqual([1, 5]);
  expect(repeating(draft, "daily", now)).toMatchObject({ repeats: "daily", days: [] });
});
