import { formatSpan } from "@/lib/series/format-span";
import { datePlus, instantOf, isZone, localTime } from "@/lib/series/local-time";
import type { ViewOutput } from "../query";

type Window = ViewOutput<"maintenance">["windows"][number];

export const dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
/** As weeks are written: Monday first. */
export const daysInOrder = [1, 2, 3, 4, 5, 6, 0] as const;

/** How long a window is to last: so many minutes, until a situation is resolved, or until a deploy has finished. */
export type Lasting = "30" | "120" | "custom" | "resolved" | "deploy";

/** What the form holds. */
export type Draft = {
  name: string;
  reason: string;
  scope: string;
  /** "" = now, else 2026-12-24T22:00 by the clock of `zone` */
  starts: string;
  lasting: Lasting;
  /** Minutes, when custom; the latest end, when it waits for something */
  minutes: number;
  repeats: Window["repeats"];
  days: readonly number[];
  /** Last day of the repetitions, 2026-12-31 */
  lastDay: string;
  zone: string;
  pageStrongErrors: boolean;
  situationId: number | null;
  changeId: string | null;
};

/** An empty form; the last day of repetitions is two weeks ahead. */
export const newDraft = (now: number, zone: string): Draft => ({
  name: "",
  reason: "",
  scope: "",
  starts: "",
  lasting: "30",
  minutes: 60,
  repeats: "none",
  days: [],
  lastDay: datePlus(localTime(now, zone).date, 14),
  zone,
  pageStrongErrors: true,
  situationId: null,
  changeId: null,
});

/** The form with other repetitions: weekly ones begin with the day on which the window starts. */
export function repeating(draft: Draft, repeats: Draft["repeats"], now: number): Draft {
  if (repeats !== "weekly" || draft.days.length > 0) return { ...draft, repeats };
  const date = draft.starts
    ? draft.starts.slice(0, 10)
    : localTime(now, isZone(draft.zone) ? draft.zone : "UTC").date;
  return { ...draft, repeats, days: [new Date(`${date}T00:00Z`).getUTCDay()] };
}

const wall = (t: number, zone: string) => {
  const { date, minute } = localTime(t, zone);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
};

/** A stored window in the form. */
export const draftOf = (w: Window): Draft => ({
  name: w.name,
  reason: w.reason,
  scope: w.scope,
  starts: wall(w.from, w.zone),
  lasting: w.situationId !== null ? "resolved" : w.changeId !== null ? "deploy" : "custom",
  minutes: w.minutes,
  repeats: w.repeats,
  days: w.days,
  lastDay: localTime(w.until - 1, w.zone).date,
  zone: w.zone,
  pageStrongErrors: w.pageStrongErrors,
  situationId: w.situationId,
  changeId: w.changeId,
});

/** What the verb takes, from the form. */
export function windowOf(d: Draft, now: number) {
  const m = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(d.starts);
  const from = m ? instantOf(m[1] ?? "", Number(m[2]) * 60 + Number(m[3]), d.zone) : now;
  const waits = d.lasting === "resolved" || d.lasting === "deploy";
  const minutes = d.lasting === "30" ? 30 : d.lasting === "120" ? 120 : d.minutes;
  const repeats = waits ? ("none" as const) : d.repeats;
  return {
    name: d.name,
    reason: d.reason,
    scope: d.scope,
    from,
    minutes,
    repeats,
    days: repeats === "weekly" ? [...d.days] : [],
    zone: d.zone,
    until:
      repeats === "none" ? from + minutes * 60_000 : instantOf(datePlus(d.lastDay, 1), 0, d.zone),
    pageStrongErrors: d.pageStrongErrors,
    situationId: d.lasting === "resolved" ? d.situationId : null,
    changeId: d.lasting === "deploy" ? d.changeId : null,
  };
}

/** Why a form cannot be sent yet, or null. */
export function missingIn(d: Draft, matched: number | null, now: number): string | null {
  if (d.name.trim().length < 3) return "Give it a name.";
  if (d.scope.trim() === "") return "Say which series it is for.";
  if (matched === 0) return "The scope chooses no series.";
  if (d.lasting === "resolved" && d.situationId === null) return "Choose the situation.";
  if (d.lasting === "deploy" && d.changeId === null) return "Choose the deploy.";
  if (!isZone(d.zone)) return "Choose a time zone, such as Europe/Berlin.";
  if (d.repeats !== "none" && d.lastDay === "") return "Choose the last day.";
  const w = windowOf(d, now);
  if (!(w.minutes >= 5)) return "It lasts 5 minutes at least.";
  if (w.repeats === "weekly" && w.days.length === 0) return "Choose a day of the week.";
  if (!(w.until > now)) return "It ends in the past.";
  return null;
}

/** When it repeats, as people say it. */
export function repeatWords(
  w: Pick<Window, "repeats" | "days" | "from" | "minutes" | "zone">,
): string {
  const start = wall(w.from, w.zone).slice(11);
  const span = formatSpan(w.minutes * 60_000);
  if (w.repeats === "none") return `once, ${span}`;
  const days = daysInOrder.filter((d) => w.days.includes(d)).map((d) => dayNames[d]);
  return `${w.repeats === "daily" ? "daily" : days.join(", ")} at ${start} ${w.zone}, ${span}`;
}
