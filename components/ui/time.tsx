"use client";
import { formatSpan } from "@/lib/series/format-span";
import { useNow, useZone } from "../providers/clock";
import { formatTime } from "./format";

const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** A moment in the person's zone, UTC on hover. `date` adds day and month. */
export function Time({
  at,
  date = false,
  seconds = true,
  className,
}: {
  at: number;
  date?: boolean;
  seconds?: boolean;
  className?: string;
}) {
  const [zone] = useZone();
  return (
    <time dateTime={new Date(at).toISOString()} title={iso(at)} className={className}>
      {formatTime(at, { zone, date, seconds })}
    </time>
  );
}

const hour = 3_600_000;

/** One unit is enough for how long ago. */
const coarse = (ms: number): string =>
  formatSpan(
    ms < hour
      ? ms
      : ms < 24 * hour
        ? Math.floor(ms / hour) * hour
        : Math.floor(ms / (24 * hour)) * 24 * hour,
  );

/** How long ago, ticking; `until` freezes it there. The moment itself on hover. */
export function Ago({
  at,
  until,
  suffix = " ago",
  className,
}: {
  at: number;
  until?: number | null;
  suffix?: string;
  className?: string;
}) {
  const now = useNow(1000);
  const ms = (until ?? now) - at;
  return (
    <time dateTime={new Date(at).toISOString()} title={iso(at)} className={className}>
      {suffix !== " ago"
        ? `${formatSpan(ms)}${suffix}`
        : ms < 5000
          ? "just now"
          : `${coarse(ms)} ago`}
    </time>
  );
}
