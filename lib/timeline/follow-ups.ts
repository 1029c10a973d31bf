import { formatSpan } from "../series/format-span";
import type { PostMortemFacts } from "./post-mortem-facts";

/** From this share of the time to recover on, waiting for a decision is worth a thought. */
const longWait = 1 / 3;

/** What the record itself says should be looked at again; people add what only they know. */
export function followUps(f: PostMortemFacts): string[] {
  const confirmed = f.suspects.find((s) => s.state === "confirmed");
  const helped = f.remedies.find((r) => r.outcome === "recovered");
  const unsure = f.findings.filter((c) => c.outcome === "inconclusive" || c.outcome === "error");
  const waited = helped?.decidedAt == null ? null : helped.decidedAt - helped.proposedAt;
  const all = f.measures.resolveMs;
  return [
    ...(confirmed && helped
      ? [`Mend what was undone (${confirmed.title}) before it goes out again.`]
      : []),
    ...(!confirmed && f.resolvedAt !== null
      ? ["No cause is confirmed: confirm or clear the suspects while people remember."]
      : []),
    ...(f.saidOnset !== null && f.onsetAt < f.detectedOnsetAt
      ? [
          `It began ${formatSpan(f.detectedOnsetAt - f.onsetAt)} before the first anomaly: which signal would have shown it, and is a detector on it?`,
        ]
      : []),
    ...f.remedies
      .filter((r) => r.outcome !== null && r.outcome !== "recovered")
      .map((r) => `“${r.title}” was verified as ${r.outcome}: why was it proposed?`),
    ...f.remedies
      .filter((r) => r.state === "failed")
      .map((r) => `“${r.title}” could not be executed: mend the way to it.`),
    ...(waited !== null && all !== null && waited > all * longWait
      ? [
          `The plan waited ${formatSpan(waited)} of ${formatSpan(all)} for a decision: is the service ready for more autonomy (Policy)?`,
        ]
      : []),
    ...(unsure.length > 0
      ? [
          `These checks could not tell: ${unsure.map((c) => c.title).join(", ")}. What do they miss?`,
        ]
      : []),
    ...(f.owner === null ? ["Nobody owned this situation: who owns such services?"] : []),
  ];
}
