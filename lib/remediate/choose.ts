import type { Suspect } from "@/lib/diagnose/model";
import { proposeBar, proposeLead } from "./model";

/** The change to undo, or why nothing is proposed. */
export type Choice =
  | { changeId: string; score: number; lead: number }
  | { changeId: null; says: string };

const silent = (says: string): Choice => ({ changeId: null, says });
const round = (x: number) => x.toFixed(2);

/**
 * Proposes only when one change stands out: the first suspect that is not vetoed or cleared is a change, its score
 * reaches the bar, and whatever else is suspected, apart from the changed service itself, is clearly behind.
 */
export function choose(suspects: readonly Suspect[]): Choice {
  const open = suspects
    .filter((s) => s.veto === null && s.state !== "cleared")
    .sort((a, b) => a.rank - b.rank);
  const [first] = open;
  if (!first) return silent("There is no suspect.");
  if (first.kind !== "change") return silent(`The first suspect, ${first.title}, is not a change.`);
  if (first.score < proposeBar && first.state !== "confirmed")
    return silent(
      `${first.title} scores ${round(first.score)}; a proposal needs ${round(proposeBar)}.`,
    );
  const rival = open.find(
    (s) => s !== first && !(s.kind === "service" && s.service === first.service),
  );
  const lead = first.score - (rival?.score ?? 0);
  if (rival && lead < proposeLead && first.state !== "confirmed")
    return silent(`${first.title} is only ${round(lead)} ahead of ${rival.title}.`);
  return { changeId: first.ref, score: first.score, lead };
}
