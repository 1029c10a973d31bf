import type { DetectorSettings } from "@/lib/detect/model";
import { completeParams } from "./prepare-fields";

/** Settings as the form edits them: every parameter of the algorithm is there. */
export const startDraft = (settings: DetectorSettings): DetectorSettings => ({
  ...settings,
  params: completeParams(settings.algorithm, settings.params),
});

/** Another algorithm with its defaults; back on the live one, with what is live. */
export const switchAlgorithm = (
  draft: DetectorSettings,
  algorithm: string,
  live: DetectorSettings,
): DetectorSettings => ({
  ...draft,
  algorithm,
  params: completeParams(algorithm, algorithm === live.algorithm ? live.params : {}),
});

/** The names of what differs, in the order of the form; a switch of the algorithm counts once. */
export function changesOf(draft: DetectorSettings, live: DetectorSettings): string[] {
  const from = startDraft(live);
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  const changes: string[] = [];
  if (draft.target.trim() !== from.target) changes.push("target");
  if (draft.algorithm !== from.algorithm) changes.push("algorithm");
  else
    for (const name of Object.keys(draft.params))
      if (differs(draft.params[name], from.params[name])) changes.push(name);
  for (const name of Object.keys(draft.counts) as (keyof DetectorSettings["counts"])[])
    if (differs(draft.counts[name], from.counts[name])) changes.push(name);
  return changes;
}
