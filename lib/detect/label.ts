import { z } from "zod";
import { zone } from "./model";

/** What a person may say of an anomaly. */
export const labelKinds = ["true", "false-alarm", "expected", "new-trend"] as const;
export const labelKind = z.enum(labelKinds);
export type LabelKind = z.infer<typeof labelKind>;

const side = z.enum(["above", "below"]);
const distance = z.number().finite().positive();
const minutes = z.number().int().min(1).max(1440);
const startMinute = z.number().int().min(0).max(1439);
/** When something is expected: at a time of every day or of one day of the week, after changes of a kind, or once. */
const when = z.discriminatedUnion("how", [
  z.object({ how: z.literal("daily"), zone, from: startMinute, minutes }),
  z.object({
    how: z.literal("weekly"),
    zone,
    /** 0 is Sunday */
    day: z.number().int().min(0).max(6),
    from: startMinute,
    minutes,
  }),
  z.object({ how: z.literal("change"), changeKind: z.string().min(1).max(40), minutes }),
  z.object({ how: z.literal("once"), from: z.number(), to: z.number() }),
]);
export type When = z.infer<typeof when>;

/** What a label teaches the detector about this one series. A label "true" teaches nothing and counts for precision. */
export const labelRule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("true") }),
  /** Deviations on this side count from this distance on, in the series' unit */
  z.object({ kind: z.literal("false-alarm"), direction: side, bar: distance }),
  /** Deviations on this side and up to this distance are recorded but muted at these times */
  z.object({ kind: z.literal("expected"), direction: side, upTo: distance, when }),
  /** What was learned before this time (epoch ms) is forgotten */
  z.object({ kind: z.literal("new-trend"), from: z.number() }),
]);
export type LabelRule = z.infer<typeof labelRule>;

const clock = (minute: number) =>
  `${String(Math.floor((minute % 1440) / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const dayNames = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
] as const;

/** When it is expected, as people say it. */
export function whenWords(w: When): string {
  if (w.how === "once") return "this once";
  if (w.how === "change") {
    const what = w.changeKind === "deploy" ? "deploy" : `${w.changeKind} change`;
    return `in the ${w.minutes} min after a ${what}`;
  }
  const hours = `${clock(w.from)} to ${clock(w.from + w.minutes)} (${w.zone})`;
  return w.how === "daily" ? `every day ${hours}` : `every ${dayNames[w.day]} ${hours}`;
}

/** The labels in words. */
export const labelKindWords: Record<LabelKind, string> = {
  true: "true",
  "false-alarm": "false alarm",
  expected: "expected",
  "new-trend": "new trend",
};
