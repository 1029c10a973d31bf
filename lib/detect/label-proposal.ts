import { localMinute } from "@/lib/series/local-time";
import type { LabelKind, LabelRule, When } from "./label";
import type { Anomaly } from "./model";

const minuteMs = 60_000;
/** An expected deviation may be half as large again as the one that was labelled; what is larger is news. */
const allowance = 1.5;

/** The next number of two significant digits above `x` > 0: 17.3 becomes 18, and 18 becomes 19. */
export function barAbove(x: number): number {
  const unit = 10 ** (Math.floor(Math.log10(x)) - 1);
  const bar = (Math.floor(x / unit + 1e-9) + 1) * unit;
  return Number(bar.toPrecision(3));
}

/** How far the peak of an anomaly was from what was expected, or from the bound it broke; 0 when neither is known. */
export function peakDistance(
  a: Pick<Anomaly, "direction" | "peakValue" | "peakExpected" | "peakLower" | "peakUpper">,
): number {
  const from = a.peakExpected ?? (a.direction === "above" ? a.peakUpper : a.peakLower);
  return from === null ? 0 : Math.abs(a.peakValue - from);
}

const quarter = 15;

/** The hours of an anomaly in a zone, rounded outwards to quarters of an hour. */
export function hoursOf(
  { from, to }: { from: number; to: number },
  zone: string,
): { day: number; from: number; minutes: number } {
  const { day, minute } = localMinute(from, zone);
  const start = Math.floor(minute / quarter) * quarter;
  const end = Math.ceil((minute + Math.max(1, (to - from) / minuteMs)) / quarter) * quarter;
  return { day, from: start, minutes: Math.min(1440, end - start) };
}

type Facts = {
  anomaly: Pick<Anomaly, "direction" | "startedAt">;
  /** Largest distance from what was expected, in the series' unit */
  distance: number;
  /** When it ended, or now */
  to: number;
  /** The change on its service shortly before it, if any */
  change: { kind: string; at: number } | null;
};

/** The rule that a label of this kind proposes for an anomaly. Of a person's wishes those given win. */
export function proposeRule(
  kind: LabelKind,
  { anomaly, distance, to, change }: Facts,
  { how, zone = "UTC", bar }: { how: When["how"]; zone?: string; bar?: number | undefined },
): LabelRule {
  const { direction, startedAt } = anomaly;
  const least = Math.max(distance, 1e-9);
  if (kind === "false-alarm") return { kind, direction, bar: bar ?? barAbove(least) };
  if (kind === "new-trend") return { kind, from: startedAt };
  if (kind === "true") return { kind };
  const hours = hoursOf({ from: startedAt, to }, zone);
  const { day, ...daily } = hours;
  const after = Math.ceil((to - (change?.at ?? startedAt)) / minuteMs / 5) * 5;
  const at: When =
    how === "change" && change
      ? { how, changeKind: change.kind, minutes: Math.max(5, Math.min(1440, after)) }
      : how === "daily"
        ? { how, zone, ...daily }
        : how === "weekly"
          ? { how, zone, day, ...daily }
          : { how: "once", from: startedAt, to };
  return { kind, direction, upTo: barAbove(least * allowance), when: at };
}

const dayMs = 86_400_000;

/**
 * When an anomaly is likely to be expected again: after changes when one came just before it, else every day or every
 * week when there were others (epoch ms of their starts) at its hours, else only this once.
 */
export function likelyWhen(
  { startedAt, to }: { startedAt: number; to: number },
  others: readonly number[],
  { zone, afterChange }: { zone: string; afterChange: boolean },
): When["how"] {
  if (afterChange) return "change";
  const hours = hoursOf({ from: startedAt, to }, zone);
  const alike = others
    .map((t) => ({ t, ...localMinute(t, zone) }))
    .filter((o) => (o.minute - hours.from + 1440) % 1440 < hours.minutes);
  const days = new Set(
    alike.filter((o) => Math.abs(o.t - startedAt) > dayMs / 2).map((o) => Math.floor(o.t / dayMs)),
  );
  const sameDay = alike.some((o) => o.day === hours.day && Math.abs(o.t - startedAt) > dayMs);
  if (days.size >= 2 && alike.some((o) => o.day !== hours.day)) return "daily";
  return sameDay ? "weekly" : "once";
}
