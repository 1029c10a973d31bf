import { expect, test } from "vitest";
import { inCalendar } from "./calendar";
import { type Calendar, calendar } from "./model";

const everyDay = [0, 1, 2, 3, 4, 5, 6];
const of = (what: Partial<Calendar>) => calendar.parse({ zone: "UTC", ...what });
const passing = (c: Calendar, date: string) =>
  Array.from({ length: 24 }, (_, h) => h).filter((h) =>
    inCalendar(c, Date.parse(`${date}T${String(h).padStart(2, "0")}:30:00Z`)),
  );

test("22:00 to 02:00 passes the hours 22, 23, 0 and 1", () => {
  const night = of({ hours: [{ days: everyDay, from: 22 * 60, to: 2 * 60 }] });
  expect(passing(night, "2026-06-10")).toEqual([0, 1, 22, 23]);
});

test("a span past midnight belongs to the day it starts on", () => {
  // 2026-06-12 is a Friday
  const friday = of({ hours: [{ days: [5], from: 22 * 60, to: 2 * 60 }] });
  expect(passing(friday, "2026-06-12")).toEqual([22, 23]);
  expect(passing(friday, "2026-06-13")).toEqual([0, 1]);
});

test("except turns the hours round, and equal ends are a whole day", () => {
  const office = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60 };
  expect(passing(of({ hours: [office] }), "2026-06-10")).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
  expect(passing(of({ mode: "except", hours: [office] }), "2026-06-10")).toHaveLength(16);
  expect(passing(of({ hours: [{ days: [3], from: 0, to: 0 }] }), "2026-06-10")).toHaveLength(24);
  expect(passing(of({ hours: [{ days: [3], from: 0, to: 0 }] }), "2026-06-11")).toEqual([]);
});

test("hours are those of the clock on the wall on both sides of a clock change", () => {
  const morning = of({ zone: "Europe/Berlin", hours: [{ days: everyDay, from: 480, to: 540 }] });
  expect(passing(morning, "2026-03-28")).toEqual([7]);
  expect(passing(morning, "2026-03-29")).toEqual([6]);
  expect(passing(morning, "2026-10-25")).toEqual([7]);
});

test("nothing counts on a holiday of the zone, once or every year", () => {
  const c = of({ zone: "Asia/Tokyo", holidays: ["2026-05-04", "*-01-01"] });
  expect(passing(c, "2026-05-03")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  expect(passing(c, "2026-05-04")).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23]);
  expect(passing(c, "2031-01-01")).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23]);
});
