import type { TimeZoneName } from "./chart-data";

const s = 1000;
const m = 60 * s;
const h = 60 * m;
const d = 24 * h;
const steps = [
  s,
  2 * s,
  5 * s,
  10 * s,
  15 * s,
  30 * s,
  m,
  2 * m,
  5 * m,
  10 * m,
  15 * m,
  30 * m,
  h,
  2 * h,
  3 * h,
  6 * h,
  12 * h,
  d,
  2 * d,
  7 * d,
  14 * d,
  28 * d,
] as const;

export type TimeTick = { t: number; label: string };

/** Minutes that local time is ahead of UTC at `t`, in ms; 0 for UTC. */
export const zoneOffset = (zone: TimeZoneName) => (t: number) =>
  zone === "utc" ? 0 : -new Date(t).getTimezoneOffset() * m;

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (n: number) => String(n).padStart(2, "0");

/** `shifted` is a time whose UTC fields read as wall-clock time. */
function labelOf(shifted: number, step: number): string {
  const at = new Date(shifted);
  const day = `${days[at.getUTCDay()]} ${at.getUTCDate()}`;
  if (step >= d) return `${day} ${months[at.getUTCMonth()]}`;
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  if (step < m) return `${clock}:${two(at.getUTCSeconds())}`;
  return clock === "00:00" ? day : clock;
}

/**
 * At most `count` ticks on round wall-clock times in [from, to]. `offset` says how far the wall clock is ahead of UTC
 * at a time, so ticks stay round across a change of summer time.
 */
export function timeTicks(
  from: number,
  to: number,
  count: number,
  offset: (t: number) => number = zoneOffset("local"),
): TimeTick[] {
  const span = to - from;
  if (!(span > 0) || count < 1) return [];
  const step = steps.find((x) => span / x <= count) ?? Math.ceil(span / count / d) * d;
  const ticks: TimeTick[] = [];
  // Weeks start on a Monday: 1970-01-05 was one.
  const anchor = step % (7 * d) === 0 ? 4 * d : 0;
  let wall = Math.ceil((from + offset(from) - anchor) / step) * step + anchor;
  for (; ; wall += step) {
    const guess = wall - offset(wall - offset(from));
    const t = wall - offset(guess);
    if (t > to) return ticks;
    if (t >= from) ticks.push({ t, label: labelOf(wall, step) });
  }
}
