const formats = new Map<string, Intl.DateTimeFormat>();
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const minuteMs = 60_000;
const dayMs = 86_400_000;

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formats.set(zone, made);
  return made;
}

/** Whether the name of a zone is known, as in Europe/Berlin. */
export function isZone(zone: string): boolean {
  try {
    return zone !== "" && formatOf(zone) !== undefined;
  } catch {
    return false;
  }
}

/** What clock and calendar on the wall show at an instant (epoch ms). */
export type LocalTime = {
  /** Of the week; 0 is Sunday */
  day: number;
  /** Of the day */
  minute: number;
  /** 2026-12-25 */
  date: string;
};

/** Clock and calendar of a zone at an instant. */
export function localTime(t: number, zone: string): LocalTime {
  const parts = formatOf(zone).formatToParts(t);
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? "";
  return {
    day: Math.max(0, weekdays.indexOf(of("weekday"))),
    minute: Number(of("hour")) * 60 + Number(of("minute")),
    date: `${of("year").padStart(4, "0")}-${of("month")}-${of("day")}`,
  };
}

/** Day of the week (0 is Sunday) and minute of the day of an instant in a zone. */
export function localMinute(t: number, zone: string): { day: number; minute: number } {
  const { day, minute } = localTime(t, zone);
  return { day, minute };
}

/** How far a zone is ahead of UTC at an instant, ms. */
function offsetAt(t: number, zone: string): number {
  const { date, minute } = localTime(t, zone);
  const whole = Math.floor(t / minuteMs) * minuteMs;
  return Date.parse(`${date}T00:00:00Z`) + minute * minuteMs - whole;
}

/**
 * The instant (epoch ms) at which the clocks of a zone show a minute of a date. A time that the clocks skip is taken by
 * the offset before the jump, so it comes as much later; of a time that they show twice, the first counts.
 */
export function instantOf(date: string, minute: number, zone: string): number {
  const wall = Date.parse(`${date}T00:00:00Z`) + minute * minuteMs;
  const before = offsetAt(wall - dayMs, zone);
  const after = offsetAt(wall + dayMs, zone);
  const early = wall - before;
  if (before === after || offsetAt(early, zone) === before) return early;
  const late = wall - after;
  return offsetAt(late, zone) === after ? late : early;
}

/** The date so many days after another. */
export const datePlus = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
