import { Activity, Check, CircleHelp, CircleSlash, TriangleAlert } from "lucide-react";
import type { Outcome } from "@/lib/diagnose/model";

const looks = {
  interesting: [Activity, "text-strong", "Interesting"],
  ok: [Check, "text-good", "Ordinary"],
  inconclusive: [CircleHelp, "text-weak", "Inconclusive"],
  skipped: [CircleSlash, "text-faint", "Skipped"],
  error: [TriangleAlert, "text-weak", "Failed"],
} as const;

/** What a check found, by shape, colour and name. */
export function OutcomeIcon({ outcome }: { outcome: Outcome }) {
  const [Icon, tone, label] = looks[outcome];
  return (
    <span title={label} className={`grid size-4 shrink-0 place-items-center ${tone}`}>
      <Icon size={13} strokeWidth={2} aria-hidden="true" />
      <span className="sr-only">{label}</span>
    </span>
  );
}
