import { localMinute } from "@/lib/series/local-time";
import { distanceFrom, sideOf } from "./gates";
import { type LabelRule, type When, whenWords } from "./label";
import type { Verdict } from "./model";

/** A time at which deviations on one side, up to a distance, are recorded but muted. Plain data. */
export type Expectation = {
  direction: "above" | "below" | "both";
  /** null: however large */
  upTo: number | null;
  when: When;
  /** Why, for whoever looks at a muted anomaly */
  says: string;
  /** After changes: the spans that followed the known ones, epoch ms */
  spans: { from: number; to: number }[];
};

/** What labels have taught one detector about one series. Plain data. */
export type Tuning = {
  /** Least distance that counts on each side, in the series' unit; 0 for none */
  barAbove: number;
  barBelow: number;
  /** From labels and silences */
  expected: Expectation[];
  /** What came before is forgotten (epoch ms) */
  relearnFrom: number | null;
};

export const noTuning: Tuning = { barAbove: 0, barBelow: 0, expected: [], relearnFrom: null };

/** One change on the service of a series. */
export type KnownChange = { kind: string; at: number };

/** A series that is silenced, epoch ms. */
export type Silence = { from: number; to: number; says: string };

/** What all labels and silences in force come to: the highest bar, the latest new trend, every expectation. */
export function tuningOf(
  rules: readonly LabelRule[],
  changes: readonly KnownChange[],
  silences: readonly Silence[] = [],
): Tuning {
  const tuning: Tuning = { ...noTuning, expected: [] };
  for (const { from, to, says } of silences)
    tuning.expected.push({
      direction: "both",
      upTo: null,
      when: { how: "once", from, to },
      says,
      spans: [{ from, to }],
    });
  for (const rule of rules) {
    if (rule.kind === "false-alarm") {
      const side = rule.direction === "above" ? "barAbove" : "barBelow";
      tuning[side] = Math.max(tuning[side], rule.bar);
    } else if (rule.kind === "new-trend") {
      tuning.relearnFrom = Math.max(tuning.relearnFrom ?? rule.from, rule.from);
    } else if (rule.kind === "expected") {
      const { direction, upTo, when } = rule;
      const says = `Expected ${whenWords(when)}`;
      tuning.expected.push({ direction, upTo, when, says, spans: spansOf(when, changes) });
    }
  }
  return tuning;
}

function spansOf(when: When, changes: readonly KnownChange[]): Expectation["spans"] {
  if (when.how === "once") return [{ from: when.from, to: when.to }];
  if (when.how !== "change") return [];
  return changes
    .filter((c) => c.kind === when.changeKind)
    .map((c) => ({ from: c.at, to: c.at + when.minutes * 60_000 }));
}

/** Whether the series' own bar says that a deviation is too small to count. */
export function belowBar(tuning: Tuning, value: number, v: Verdict): boolean {
  const bar = sideOf(value, v) === "above" ? tuning.barAbove : tuning.barBelow;
  return bar > 0 && distanceFrom(value, v) < bar;
}

/** Why a deviation at this time (epoch ms) is expected, or null. */
export function expectedBecause(
  tuning: Tuning,
  t: number,
  value: number,
  v: Verdict,
): string | null {
  if (tuning.expected.length === 0) return null;
  const side = sideOf(value, v);
  const off = distanceFrom(value, v);
  const found = tuning.expected.find(
    (e) =>
      (e.direction === "both" || e.direction === side) &&
      (e.upTo === null || off <= e.upTo) &&
      covers(e, t),
  );
  return found?.says ?? null;
}

function covers({ when, spans }: Expectation, t: number): boolean {
  if (when.how === "once" || when.how === "change")
    return spans.some((s) => t >= s.from && t <= s.to);
  const { day, minute } = localMinute(t, when.zone);
  const today = minute >= when.from && minute < when.from + when.minutes;
  // A window that runs past midnight also covers the start of the next day
  const sinceYesterday = minute + 1440 < when.from + when.minutes;
  if (when.how === "daily") return today || sinceYesterday;
  return (today && day === when.day) || (sinceYesterday && day === (when.day + 1) % 7);
}
