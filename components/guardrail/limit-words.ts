import type { GuardLimit } from "@/lib/remediate/guardrails";

type Numeric = Exclude<GuardLimit, "freezes">;

/** How a guardrail's number is read and typed: its words, and what one unit of the field is in the setting. */
export const limitWords: Record<
  Numeric,
  { label: string; unit: number; min: number; max: number; whole: boolean }
> = {
  perServiceAndDay: {
    label: "Remedies per service and day",
    unit: 1,
    min: 1,
    max: 100,
    whole: true,
  },
  atOnce: { label: "Remedies at once, over all services", unit: 1, min: 1, max: 50, whole: true },
  blastRadius: {
    label: "Dependent services at most, to act alone",
    unit: 1,
    min: 0,
    max: 10_000,
    whole: true,
  },
  minTraffic: {
    label: "Requests per second at least, to act alone",
    unit: 1,
    min: 0,
    max: 1e6,
    whole: false,
  },
  cooldownMs: {
    label: "Minutes between two remedies",
    unit: 60_000,
    min: 0,
    max: 1440,
    whole: false,
  },
};

/** What is typed, as the setting holds it; null when it will not do. */
export function settingOf(limit: Numeric, text: string): number | null {
  const { unit, min, max, whole } = limitWords[limit];
  const value = Number(text);
  if (text.trim() === "" || !(value >= min && value <= max)) return null;
  if (whole && !Number.isInteger(value)) return null;
  return unit === 1 ? value : Math.round(value * unit);
}

/** A setting as the field shows it. */
export const textOf = (limit: Numeric, value: number): string =>
  String(value / limitWords[limit].unit);

export const rangeOf = (limit: Numeric): string => {
  const { min, max, whole } = limitWords[limit];
  return `${whole ? "A whole number from" : "From"} ${min} to ${max}.`;
};
