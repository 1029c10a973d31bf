import { localTime } from "@/lib/series/local-time";
import type { QuietHours } from "./model";

const minute = 60_000;

const minutesOf = (clock: string): number =>
  Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Whether `t` (epoch ms) is in the quiet hours: the wall clock decides, so summer time needs no care. */
export function isQuiet(quiet: QuietHours, t: number): boolean {
  const at = localTime(t, quiet.zone);
  if (quiet.weekends && (at.day === 0 || at.day === 6)) return true;
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
