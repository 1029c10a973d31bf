import { expect, test } from "vitest";
import { resolveRange } from "./time-range";

const now = 1_800_000_000_000;

test("a relative range ends now and starts the given time before", () => {
  expect(resolveRange({ from: "now-15m", to: "now" }, now)).toEqual({
    from: 1_799_999_100_000,
    to: 1_800_000_000_000,
  });
});

test("epoch milliseconds and ISO times are taken as they are", () => {
  expect(resolveRange({ from: "1799990000000", to: "2027-01-15T08:00:00Z" }, now)).toEqual({
    from: 1_799_990_000_000,
    to: 1_800_000_000_000,
  });
});

test("nonsense and an end before its start give the last hour", () => {
  const hour = { from: 1_799_996_400_000, to: 1_800_000_000_000 };
  expect(resolveRange({ from: "yesterday-ish", to: "now" }, now)).toEqual(hour);
  expect(resolveRange({ from: "now", to: "now-1h" }, now)).toEqual(hour);
});
