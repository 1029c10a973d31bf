import type { QuietHours } from "./model";

const minute = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formats.set(zone, made);
  return made;
}

/** Minute of the day and weekday that the wall clock of the zone shows at `t`. */
function wallClock(t: number, zone: string): { minute: number; weekend: boolean } {
  const parts = Object.fromEntries(
    format(zone)
      .formatToParts(t)
      .map((p) => [p.type, p.value]),
  );
  return {
    minute: Number(parts.hour) * 60 + Number(parts.minute),
    weekend: parts.weekday === "Sat" || parts.weekday === "Sun",
  };
}

const minutesOf = (clock: string): number =>
  Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Whether `t` (epoch ms) is in the quiet hours: the wall clock decides, so summer time needs no care. */
export function isQuiet(quiet: QuietHours, t: number): boolean {
  const at = wallClock(t, quiet.zone);
  if (quiet.weekends && at.weekend) return true;
  const from = minutesOf(quiet.from);
  const to = minutesOf(quiet.to);
  if (from === to) return false;
  return from < to ? at.minute >= from && at.minute < to : at.minute >= from || at.minute < to;
}

const quarter = 15 * minute;

/**
 * The first whole minute from `t` on that is not quiet, epoch ms. Walks over the wall clock in quarters of an hour (zones
 * change on those), then back in minutes: right across any change of summer time, and an hour that does not exist ends with
 * the change. A week later at most: quiet hours that never end are not told apart from loud ones.
 */
export function quietUntil(quiet: QuietHours, t: number): number {
  let at = Math.ceil(t / minute) * minute;
  if (!isQuiet(quiet, at)) return at;
  const last = at + 7 * 24 * 60 * minute;
  at = (Math.floor(at / quarter) + 1) * quarter;
  while (at < last && isQuiet(quiet, at)) at += quarter;
  while (at > t && !isQuiet(quiet, at - minute)) at -= minute;
  return at;
}
