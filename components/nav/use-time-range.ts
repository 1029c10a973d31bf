"use client";
import { parseAsString, useQueryStates } from "nuqs";
import { defaultRange, type Range, rangePresets, resolveRange } from "@/lib/series/time-range";
import { useZone } from "../providers/clock";
import { formatTime } from "../ui/format";

const parsers = {
  from: parseAsString.withDefault(defaultRange.from),
  to: parseAsString.withDefault(defaultRange.to),
};

const units = { s: "s", m: "min", h: "h", d: "days" } as const;

/** The page's time range: it lives in the address (?from=now-3h&to=now), so every page and every link shares it. */
export function useTimeRange() {
  const [text, setText] = useQueryStates(parsers, { history: "push" });
  const [zone] = useZone();
  const preset = text.to === "now" ? rangePresets.find((p) => p.from === text.from) : undefined;
  const back = /^now-(\d+)([smhd])$/.exec(text.from);
  const word = (end: string) =>
    /^\d+$/.test(end) ? formatTime(Number(end), { zone, date: true, seconds: false }) : end;
  return {
    /** As the address holds it: part of a view's input */
    text,
    /** Still moving with the clock */
    live: text.to === "now",
    label:
      preset?.label ??
      (back && text.to === "now"
        ? `Last ${back[1]} ${units[back[2] as keyof typeof units]}`
        : `${word(text.from)} – ${word(text.to)}`),
    resolve: (now: number): Range => resolveRange(text, now),
    /** A preset, such as "now-3h" */
    setPreset: (from: string) => void setText({ from, to: "now" }),
    /** A fixed window, such as one dragged on a chart; epoch ms */
    setWindow: ({ from, to }: Range) =>
      void setText({ from: String(Math.round(from)), to: String(Math.round(to)) }),
  };
}
