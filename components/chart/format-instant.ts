import type { TimeZoneName } from "./chart-data";

const zoneOf = (zone: TimeZoneName) => (zone === "utc" ? { timeZone: "UTC" } : {});

/** `Fri 20 Nov 15:07:10` in the given zone; with "UTC" behind it when that is the zone. */
export function formatInstant(ms: number, zone: TimeZoneName): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    ...zoneOf(zone),
  }).formatToParts(ms);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((p) => p.type === type)?.value ?? "";
  const text = `${part("weekday")} ${part("day")} ${part("month")} ${part("hour")}:${part("minute")}:${part("second")}`;
  return zone === "utc" ? `${text} UTC` : text;
}

/** `14:07:10Z`. */
export const formatUtcClock = (ms: number): string =>
  `${new Date(ms).toISOString().slice(11, 19)}Z`;
