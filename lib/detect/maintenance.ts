import { z } from "zod";
import { datePlus, instantOf, localTime } from "@/lib/series/local-time";
import { zone } from "./model";

const minuteMs = 60_000;
const dayMinutes = 1440;

/** A time of planned work: what is found then is recorded and marked, but pages nobody. */
export const maintenanceWindow = z.object({
  name: z.string().trim().min(3, "Give it a name of at least 3 characters.").max(120),
  reason: z.string().trim().max(500).default(""),
  /** Tag expression; see lib/series/expression.ts */
  scope: z.string().trim().min(1, "Say which series it is for."),
  /** Start of the first, epoch ms */
  from: z.number().int(),
  minutes: z
    .number()
    .int()
    .min(5, "It lasts 5 minutes at least.")
    .max(7 * dayMinutes),
  repeats: z.enum(["none", "daily", "weekly"]).default("none"),
  /** Of the week, when weekly; 0 is Sunday */
  days: z.array(z.number().int().min(0).max(6)).max(7).default([]),
  /** Whose clock the repetitions follow */
  zone,
  /** Nothing of it is after this, epoch ms */
  until: z.number().int(),
  /** STRONG anomalies of error signals page all the same */
  pageStrongErrors: z.boolean().default(true),
});
export type MaintenanceWindow = z.infer<typeof maintenanceWindow>;

type Timing = Pick<MaintenanceWindow, "from" | "minutes" | "repeats" | "days" | "zone" | "until">;

/** Whether a window holds at a time, epoch ms. Repetitions start when the clock on the wall shows the same again. */
export function holdsAt(w: Timing, t: number): boolean {
  if (t < w.from || t >= w.until) return false;
  if (w.repeats === "none") return t < w.from + w.minutes * minuteMs;
  const start = localTime(w.from, w.zone).minute;
  const { day, minute } = localTime(t, w.zone);
  // It may have started on a day before
  for (let back = 0; back * dayMinutes < w.minutes + dayMinutes; back++) {
    const since = minute + back * dayMinutes - start;
    if (since < 0 || since >= w.minutes) continue;
    if (w.repeats === "daily" || w.days.includes((day - (back % 7) + 7) % 7)) return true;
  }
  return false;
}

/** Starts and ends (epoch ms) of the next occurrences that end after `after`, at most `most`. */
export function occurrences(
  w: Timing,
  after: number,
  most: number,
): { from: number; to: number }[] {
  const ms = w.minutes * minuteMs;
  const cut = (from: number) => ({ from, to: Math.min(from + ms, w.until) });
  if (w.repeats === "none") {
    const only = cut(w.from);
    return only.to > after && only.from < w.until ? [only] : [];
  }
  const { minute } = localTime(w.from, w.zone);
  const found: { from: number; to: number }[] = [];
  const first = localTime(Math.max(w.from, after - ms), w.zone).date;
  for (let k = 0; k < 366 && found.length < most; k++) {
    const date = datePlus(first, k);
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    if (w.repeats === "weekly" && !w.days.includes(weekday)) continue;
    const at = cut(instantOf(date, minute, w.zone));
    if (at.from >= w.until) break;
    if (at.from >= w.from && at.to > after) found.push(at);
  }
  return found;
}
