/** 12:41 for a countdown, 1:02:05 above an hour. */
export function formatCountdown(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const h = Math.floor(s / 3600);
  return h > 0
    ? `${h}:${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`
    : `${Math.floor(s / 60)}:${two(s % 60)}`;
}

/** A share of 0–1 in percent: 11.2 %, 0.04 %, 100 %. */
export function formatPercent(ratio: number): string {
  const p = ratio * 100;
  const digits = p === 0 || p >= 99.95 ? 0 : p >= 0.1 ? 1 : 2;
  return `${p.toFixed(digits)} %`;
}

/** 1,842 with a thin grouping; one decimal below ten unless whole. */
export function formatCount(n: number): string {
  if (Math.abs(n) < 10 && !Number.isInteger(n)) return n.toFixed(1);
  return Math.round(n).toLocaleString("en-US");
}

/** 184 ms, 1.24 s. */
export function formatMs(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10_000 ? 1 : 2)} s`;
  return `${ms >= 10 ? Math.round(ms) : ms.toFixed(1)} ms`;
}

const clockFormats = new Map<string, Intl.DateTimeFormat>();

/** 03:02:50, or 22 Nov 03:02:50 with `date`; in UTC or the browser's zone. */
export function formatTime(
  ms: number,
  {
    zone,
    date = false,
    seconds = true,
  }: { zone: "local" | "utc"; date?: boolean; seconds?: boolean },
): string {
  const key = `${zone}|${date}|${seconds}`;
  let format = clockFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      ...(seconds ? { second: "2-digit" } : {}),
      ...(date ? { day: "numeric", month: "short" } : {}),
      ...(zone === "utc" ? { timeZone: "UTC" } : {}),
    });
    clockFormats.set(key, format);
  }
  return format.format(ms).replace(",", "");
}
