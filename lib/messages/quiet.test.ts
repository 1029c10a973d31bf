import { expect, test } from "vitest";
import type { QuietHours } from "./model";
import { isQuiet, quietUntil } from "./quiet";

const berlin: QuietHours = {
  from: "22:00",
  to: "07:00",
  zone: "Europe/Berlin",
  weekends: false,
  critical: false,
};
const utc = (text: string) => Date.parse(`${text}Z`);
const says = (ms: number) => new Date(ms).toISOString().slice(0, 16);

test("a night begins and ends by the clock on the wall of the zone", () => {
  // November: Berlin is an hour ahead of UTC.
  expect(isQuiet(berlin, utc("2026-11-24T20:59:59"))).toBe(false);
  expect(isQuiet(berlin, utc("2026-11-24T21:00:00"))).toBe(true);
  expect(isQuiet(berlin, utc("2026-11-25T05:59:59"))).toBe(true);
  expect(isQuiet(berlin, utc("2026-11-25T06:00:00"))).toBe(false);
  expect(says(quietUntil(berlin, utc("2026-11-24T23:12:30")))).toBe("2026-11-25T06:00");
});

test("the night in which clocks go forward ends at the same time on the wall, an hour earlier in truth", () => {
  expect(says(quietUntil(berlin, utc("2026-03-28T22:00:00")))).toBe("2026-03-29T05:00");
  expect(says(quietUntil(berlin, utc("2026-03-27T22:00:00")))).toBe("2026-03-28T06:00");
});

test("the night in which clocks go back is an hour longer", () => {
  expect(says(quietUntil(berlin, utc("2026-10-24T21:00:00")))).toBe("2026-10-25T06:00");
  const until = { ...berlin, to: "02:30" };
  // 02:30 comes twice; the first time ends the quiet, and the hour that is repeated is quiet again before it.
  expect(says(quietUntil(until, utc("2026-10-24T22:00:00")))).toBe("2026-10-25T00:30");
  expect(isQuiet(until, utc("2026-10-25T01:15:00"))).toBe(true);
  expect(says(quietUntil(until, utc("2026-10-25T01:15:00")))).toBe("2026-10-25T01:30");
});

test("an end that does not exist on the wall is the moment at which clocks jump over it", () => {
  const until = { ...berlin, to: "02:30" };
  expect(says(quietUntil(until, utc("2026-03-28T23:00:00")))).toBe("2026-03-29T01:00");
});

test("quarter-hour zones, hours within one day, and ends between the quarters", () => {
  const nepal = { ...berlin, zone: "Asia/Kathmandu", from: "12:00", to: "13:07" };
  // Kathmandu is 5 h 45 min ahead.
  expect(isQuiet(nepal, utc("2026-11-24T06:15:00"))).toBe(true);
  expect(isQuiet(nepal, utc("2026-11-24T06:14:00"))).toBe(false);
  expect(says(quietUntil(nepal, utc("2026-11-24T06:20:00")))).toBe("2026-11-24T07:22");
});

test("a quiet weekend lasts from Friday night to Monday morning", () => {
  const weekend = { ...berlin, weekends: true };
  // Friday 27 November 2026, 22:30 in Berlin.
  expect(says(quietUntil(weekend, utc("2026-11-27T21:30:00")))).toBe("2026-11-30T06:00");
  expect(isQuiet(weekend, utc("2026-11-28T11:00:00"))).toBe(true);
});

test("who is not quiet now is not quiet until now", () => {
  expect(quietUntil(berlin, utc("2026-11-24T12:00:00"))).toBe(utc("2026-11-24T12:00:00"));
  expect(isQuiet({ ...berlin, to: "22:00" }, utc("2026-11-24T23:00:00"))).toBe(false);
});
