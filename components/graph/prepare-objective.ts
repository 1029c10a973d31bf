import type { Objective } from "@/lib/ingest/model";

export type ObjectiveDraft =
  | { ok: true; objective: Objective }
  | { ok: false; errors: string | null; p95: string | null };

const numberOf = (text: string): number | null =>
  text.trim() === "" ? null : Number(text.trim().replace(",", "."));

/** An objective as typed, the share in percent: what is empty is no promise, what is no sensible number is told. */
export function prepareObjective(typed: { errors: string; p95: string }): ObjectiveDraft {
  const errors = numberOf(typed.errors);
  const p95 = numberOf(typed.p95);
  const badErrors = errors !== null && !(errors > 0 && errors <= 100);
  const badP95 = p95 !== null && !(p95 > 0 && p95 <= 600_000);
  if (badErrors || badP95)
    return {
      ok: false,
      errors: badErrors ? "A share above 0 and up to 100 %." : null,
      p95: badP95 ? "A time above 0 and up to 600,000 ms." : null,
    };
  return {
    ok: true,
    objective: { errors: errors === null ? null : errors / 100, p95Ms: p95 },
  };
}
