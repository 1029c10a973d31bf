/** A range as the address holds it: "now-1h", "now", or epoch milliseconds as text. */
export type RangeText = { from: string; to: string };
/** Epoch ms */
export type Range = { from: number; to: number };

export const defaultRange: RangeText = { from: "now-1h", to: "now" };

/** The presets of the picker: what stands in the address, and in words. */
export const rangePresets = [
  { from: "now-5m", label: "Last 5 min" },
  { from: "now-15m", label: "Last 15 min" },
  { from: "now-30m", label: "Last 30 min" },
  { from: "now-1h", label: "Last 1 h" },
  { from: "now-3h", label: "Last 3 h" },
  { from: "now-12h", label: "Last 12 h" },
  { from: "now-1d", label: "Last 1 day" },
  { from: "now-3d", label: "Last 3 days" },
  { from: "now-7d", label: "Last 7 days" },
] as const;

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Epoch ms of one end, or null when the text means nothing. */
export function parseMoment(text: string, now: number): number | null {
  if (text === "now") return now;
  const relative = /^now-(\d{1,6})([smhd])$/.exec(text);
  if (relative) return now - Number(relative[1]) * unitMs[relative[2] as keyof typeof unitMs];
  if (/^\d{12,14}$/.test(text)) return Number(text);
  const iso = Date.parse(text);
  return Number.isNaN(iso) ? null : iso;
}

/** Both ends as epoch ms; the default range when the text means nothing or its end is not after its start. */
export function resolveRange({ from, to }: RangeText, now: number): Range {
  const a = parseMoment(from, now);
  const b = parseMoment(to, now);
  if (a !== null && b !== null && b > a) return { from: a, to: b };
  return { from: now - unitMs.h, to: now };
}
