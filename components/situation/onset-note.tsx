import type { ViewOutput } from "../query";
import { Time } from "../ui/time";

/** Says that the onset is a person's word, whose, why, and what had been detected. */
export function OnsetNote({ situation: s }: { situation: ViewOutput<"situation"> }) {
  if (s.saidOnset === null) return null;
  return (
    <p className="-mt-1.5 mb-3.5 break-words text-muted text-sm">
      Onset corrected by {s.saidOnset.by} to <Time at={s.onsetAt} date />; detected was{" "}
      <Time at={s.detectedOnsetAt} date />. “{s.saidOnset.why}”
    </p>
  );
}
