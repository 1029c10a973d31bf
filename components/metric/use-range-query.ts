"use client";
import { defaultRange } from "@/lib/series/time-range";
import { useTimeRange } from "../nav/use-time-range";

/** Writes the time range for a link to another page: `query("?")` is "?from=now-3h&to=now", or "" for the default. */
export function useRangeQuery(): (start: "?" | "&") => string {
  const { text } = useTimeRange();
  return (start) =>
    text.from === defaultRange.from && text.to === defaultRange.to
      ? ""
      : `${start}from=${encodeURIComponent(text.from)}&to=${encodeURIComponent(text.to)}`;
}
