import { inCalendar } from "./calendar";
import type { Counts, Verdict } from "./model";

/** On which side of what was expected a value lies; by the bounds where nothing was expected. */
export function sideOf(value: number, v: Verdict): "above" | "below" {
  if (!Number.isNaN(v.expected)) return value >= v.expected ? "above" : "below";
  return value > v.weakUpper || value > v.strongUpper ? "above" : "below";
}

/** How far a value is from what was expected; from the bound of WEAK it broke where nothing was expected. */
export function distanceFrom(value: number, v: Verdict): number {
  if (!Number.isNaN(v.expected)) return Math.abs(value - v.expected);
  return sideOf(value, v) === "above"
    ? value - (Number.isNaN(v.weakUpper) ? v.strongUpper : v.weakUpper)
    : (Number.isNaN(v.weakLower) ? v.strongLower : v.weakLower) - value;
}

/**
 * Whether an anomalous verdict at time t (epoch ms) counts: its side, both its absolute and its relative distance, and the
 * calendar. Traffic and M-of-N are looked at later, because they need other points.
 */
export function passesGates(counts: Counts, t: number, value: number, v: Verdict): boolean {
  if (v.level !== "WEAK" && v.level !== "STRONG") return false;
  if (counts.direction !== "both" && counts.direction !== sideOf(value, v)) return false;
  if (counts.calendar && !inCalendar(counts.calendar, t)) return false;
  if (counts.minAbsolute === 0 && counts.minRelative === 0) return true;
  const off = distanceFrom(value, v);
  if (off < counts.minAbsolute) return false;
  return Number.isNaN(v.expected) || off >= counts.minRelative * Math.abs(v.expected);
}
