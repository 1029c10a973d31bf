import { localTime } from "@/lib/series/local-time";
import type { Calendar } from "./model";

/**
 * Whether a deviation at time t (epoch ms) counts by a calendar. 22:00–02:00 lets the hours 22, 23, 0 and 1 pass, the
 * last two on the day after the one it started on. Hours are those of the clock on the wall, so on the night of a clock
 * change a span is an hour shorter or longer. Without hours only the holidays speak.
 */
export function inCalendar(calendar: Calendar, t: number): boolean {
  const { day, minute, date } = localTime(t, calendar.zone);
  if (calendar.holidays.includes(date) || calendar.holidays.includes(`*${date.slice(4)}`))
    return false;
  if (calendar.hours.length === 0) return true;
  const yesterday = (day + 6) % 7;
  const within = calendar.hours.some(({ days, from, to }) => {
    if (from < to) return days.includes(day) && minute >= from && minute < to;
    // Past midnight; equal ends are a whole day
    return (days.includes(day) && minute >= from) || (days.includes(yesterday) && minute < to);
  });
  return within === (calendar.mode === "only");
}
