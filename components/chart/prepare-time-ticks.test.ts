import { expect, test } from "vitest";
import { timeTicks } from "./prepare-time-ticks";

const utc = () => 0;
const at = (iso: string) => Date.parse(iso);

test("an hour has a tick every ten minutes on round times", () => {
  const ticks = timeTicks(at("2026-11-20T12:03:00Z"), at("2026-11-20T13:03:00Z"), 6, utc);
  expect(ticks.map((x) => x.label)).toEqual(["12:10", "12:20", "12:30", "12:40", "12:50", "13:00"]);
});

test("midnight is labelled with its day", () => {
  const ticks = timeTicks(at("2026-11-19T21:00:00Z"), at("2026-11-20T03:00:00Z"), 6, utc);
  expect(ticks.map((x) => x.label)).toEqual([
    "21:00",
    "22:00",
    "23:00",
    "Fri 20",
    "01:00",
    "02:00",
    "03:00",
  ]);
});

test("four weeks have a tick on each Monday", () => {
  const ticks = timeTicks(at("2026-10-26T00:00:00Z"), at("2026-11-22T00:00:00Z"), 5, utc);
  expect(ticks.map((x) => x.label)).toEqual(["Mon 26 Oct", "Mon 2 Nov", "Mon 9 Nov", "Mon 16 Nov"]);
});

test("ticks are round in the wall clock's zone, not in UTC", () => {
  const india = () => 5.5 * 3_600_000;
  const ticks = timeTicks(at("2026-11-20T00:00:00Z"), at("2026-11-20T03:00:00Z"), 3, india);
  expect(ticks.map((x) => x.label)).toEqual(["06:00", "07:00", "08:00"]);
  expect(new Date(ticks[0]?.t ?? 0).toISOString()).toBe("2026-11-20T00:30:00.000Z");
});

test("days stay on midnight across the end of summer time", () => {
  const change = at("2026-10-25T01:00:00Z");
  const berlin = (t: number) => (t < change ? 2 : 1) * 3_600_000;
  const ticks = timeTicks(at("2026-10-23T22:00:00Z"), at("2026-10-27T00:00:00Z"), 5, berlin);
  expect(ticks.map((x) => new Date(x.t).toISOString())).toEqual([
    "2026-10-23T22:00:00.000Z",
    "2026-10-24T22:00:00.000Z",
    "2026-10-25T23:00:00.000Z",
    "2026-10-26T23:00:00.000Z",
  ]);
});

test("seconds appear when the ticks need them", () => {
  const ticks = timeTicks(0, 60_000, 4, utc);
  expect(ticks.map((x) => x.label)).toEqual([
    "00:00:00",
    "00:00:15",
    "00:00:30",
    "00:00:45",
    "00:01:00",
  ]);
});

test("an empty range has no ticks", () => {
  expect(timeTicks(5, 5, 6, utc)).toEqual([]);
});
