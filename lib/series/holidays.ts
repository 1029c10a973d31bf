import { datePlus } from "./local-time";

/** A list with holidays for one year at most, and for a few years of one. */
const most = 400;

/**
 * Days named in a text: an iCalendar file (its all-day events, a span as each of its days, RRULE yearly as *-MM-DD) or
 * one day a line, such as `2026-12-25 Christmas` or `*-12-25`. Returns them in order, and the lines that name none.
 */
export function readHolidays(text: string): { days: string[]; unread: string[] } {
  const found = text.includes("BEGIN:VCALENDAR") ? fromCalendar(text) : fromLines(text);
  return { days: [...new Set(found.days)].sort().slice(0, most), unread: found.unread };
}

const isDay = (day: string): boolean => {
  const at = Date.parse(`${day.replace("*", "2024")}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(5, 10) === day.slice(-5);
};

function fromLines(text: string): { days: string[]; unread: string[] } {
  const days: string[] = [];
  const unread: string[] = [];
  for (const line of text.split(/[\n,;]+/).map((l) => l.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const m = /^(\d{4}|\*)-?(\d{2})-?(\d{2})\b/.exec(line);
    const day = m ? `${m[1]}-${m[2]}-${m[3]}` : "";
    if (m && isDay(day)) days.push(day);
    else unread.push(line);
  }
  return { days, unread };
}

function fromCalendar(text: string): { days: string[]; unread: string[] } {
  const days: string[] = [];
  const unread: string[] = [];
  // Long lines are folded: a line that starts with a space goes on with the one before
  const unfolded = text.replace(/\r?\n[ \t]/g, "");
  for (const event of unfolded.split("BEGIN:VEVENT").slice(1)) {
    const of = (name: string) =>
      new RegExp(`^${name}(?:;[^:\\r\\n]*)?:(.*?)\\r?$`, "m").exec(event)?.[1];
    const day = (v: string | undefined) =>
      v && /^\d{8}/.test(v) ? `${v.slice(0, 4)}-${v.slice(4, 6)}-${v.slice(6, 8)}` : null;
    const from = day(of("DTSTART"));
    if (!from || !isDay(from)) {
      unread.push(of("SUMMARY") ?? "an event without a day");
      continue;
    }
    const yearly = /FREQ=YEARLY/.test(of("RRULE") ?? "");
    // The end is exclusive
    const to = day(of("DTEND")) ?? datePlus(from, 1);
    for (let d = from, n = 0; n === 0 || (d < to && n < 60); d = datePlus(d, 1), n++)
      days.push(yearly ? `*${d.slice(4)}` : d);
  }
  return { days, unread };
}
