import { expect, test } from "vitest";
import { readHolidays } from "./holidays";

test("one day a line, with or without dashes and a name; what is no day is told", () => {
  expect(
    readHolidays("2026-12-25 Christmas\n20261226\n*-01-01, 2026-02-30\n# a note\nEaster"),
  ).toEqual({
    days: ["*-01-01", "2026-12-25", "2026-12-26"],
    unread: ["2026-02-30", "Easter"],
  });
});

test("an iCalendar file gives its all-day events: spans day by day, the yearly ones for every year", () => {
  const file = [
    "BEGIN:VCALENDAR",
    "BEGIN:VEVENT",
    "SUMMARY:Golden",
    " Week",
    "DTSTART;VALUE=DATE:20260429",
    "DTEND;VALUE=DATE:20260502",
    "END:VEVENT",
    "BEGIN:VEVENT",
    "DTSTART;VALUE=DATE:20200101",
    "RRULE:FREQ=YEARLY",
    "END:VEVENT",
    "BEGIN:VEVENT",
    "SUMMARY:Nothing",
    "END:VEVENT",
    "END:VCALENDAR",
  ].join("\r\n");
  expect(readHolidays(file)).toEqual({
    days: ["*-01-01", "2026-04-29", "2026-04-30", "2026-05-01"],
    unread: ["Nothing"],
  });
});
