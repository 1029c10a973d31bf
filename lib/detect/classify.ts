import type { Level, Verdict } from "./model";

/**
 * Level of a value against the bounds of a verdict. Strict: a value on a bound is inside. NaN bounds bound nothing;
 * the upper side is looked at first.
 */
export function classify(value: number, v: Verdict): Level {
  if (value > v.strongUpper) return "STRONG";
  if (value > v.weakUpper) return "WEAK";
  if (value < v.strongLower) return "STRONG";
  if (value < v.weakLower) return "WEAK";
  return "NORMAL";
}

/** Empties a verdict before the next point. */
export function clearVerdict(v: Verdict): void {
  v.level = "UNKNOWN";
  v.score = 0;
  v.expected = Number.NaN;
  v.weakLower = Number.NaN;
  v.weakUpper = Number.NaN;
  v.strongLower = Number.NaN;
  v.strongUpper = Number.NaN;
  v.by = "";
}

/**
 * Values beyond this are taken as this: squares and sums of them stay finite. ±Infinity is no value at all.
 */
export const largest = 1e100;

/** A finite value within ±1e100, or NaN for a gap. */
export function admit(value: number): number {
  if (value > largest) return value === Number.POSITIVE_INFINITY ? Number.NaN : largest;
  if (value < -largest) return value === Number.NEGATIVE_INFINITY ? Number.NaN : -largest;
  return value;
}
