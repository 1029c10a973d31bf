import { expect, test } from "vitest";
import { levelNow } from "./autonomy";
import { brakeOf } from "./own-brake";

const now = 1_000_000_000_000;
const well = { behindMs: 60_000, seenAt: now - 120_000 };

test("a detection that keeps up on fresh telemetry brakes nothing, to the very limits", () => {
  expect(brakeOf(well, now - 90_000, now)).toBeNull();
  expect(brakeOf({ behindMs: 0, seenAt: null }, null, now)).toBeNull();
});

test("a late detection, one that is away, and old telemetry each brake with their own reason", () => {
  expect(brakeOf({ ...well, behindMs: 60_001 }, now, now)).toBe(
    "Our own detection is more than 60 s behind: what it says may be over.",
  );
  expect(brakeOf({ ...well, seenAt: now - 120_001 }, now, now)).toBe(
    "Our own detection has not reported for more than 120 s.",
  );
  expect(brakeOf(well, now - 90_001, now)).toBe(
    "No telemetry for more than 90 s: what is seen may be over.",
  );
});

test("the brake takes every level above a hint down to a hint, and the reason is said", () => {
  const own = { brake: brakeOf({ ...well, behindMs: 61_000 }, now, now) };
  const set = { granted: true, by: "Ada", reason: "to see", at: 0 };
  for (const level of ["hint", "ask", "countdown", "auto"] as const)
    expect(levelNow({ ...set, level }, [], own).level).toBe("hint");
  expect(levelNow({ ...set, level: "observe" }, [], own).level).toBe("observe");
  expect(levelNow({ ...set, level: "auto" }, [], own).says).toBe(
    "Our own detection is more than 60 s behind: what it says may be over. Nothing goes beyond a hint until that is over.",
  );
  expect(levelNow({ ...set, level: "auto" }, [], { brake: null }).level).toBe("auto");
});
