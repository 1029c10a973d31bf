import type { Suspect } from "@/lib/diagnose/model";
import { proposeBar, proposeOdds, type SuspectRef } from "./model";

/** The suspect to do something about, or why nothing is proposed. */
export type Choice = { suspect: SuspectRef; score: number } | { suspect: null; says: string };

const silent = (says: string): Choice => ({ suspect: null, says });
const round = (x: number) => x.toFixed(2);

/**
 * Proposes only when one change or instance stands out: it is the first suspect that is not vetoed or cleared, its score
 * reaches the bar, and whatever else is suspected, apart from its service itself, is clearly behind.
 * Compared are odds, p / (1 − p), because scores crowd towards 1.
 */
export function choose(suspects: readonly Suspect[]): Choice {
  const open = suspects
    .filter((s) => s.veto === null && s.state !== "cleared")
    .sort((a, b) => a.rank - b.rank);
  const [first] = open;
  if (!first) return silent("There is no suspect.");
  if (first.kind === "service")
    return silent(`The first suspect, ${first.title}, is neither a change nor an instance.`);
  if (first.score < proposeBar && first.state !== "confirmed")
    return silent(
      `${first.title} scores ${round(first.score)}; a proposal needs ${round(proposeBar)}.`,
    );
  const rival = open.find(
    (s) => s !== first && !(s.kind === "service" && s.service === first.service),
  );
  if (rival && odds(first) < proposeOdds * odds(rival) && first.state !== "confirmed")
    return silent(
      `${first.title} (${round(first.score)}) is not clearly ahead of ${rival.title} (${round(rival.score)}).`,
    );
  return { suspect: { kind: first.kind, ref: first.ref }, score: first.score };
}

const odds = ({ score }: Suspect) => score / Math.max(1e-6, 1 - score);
