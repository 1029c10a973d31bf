import type { ChainCheck } from "./seal-store";

const how = {
  gone: "was removed",
  changed: "is not as it was sealed, or not in its place",
  "seal-missing": "follows seals that were removed",
} as const;

/** What is wrong with the record, in a sentence; null when nothing is. */
export function chainFault(c: ChainCheck): string | null {
  if (c.brokenAt !== null)
    return `Entry ${c.brokenAt} ${how[c.how ?? "changed"]}. The ${c.sealed} sealed before it are as they were.`;
  if (c.slippedIn > 0)
    return `${c.slippedIn} ${c.slippedIn === 1 ? "entry stands" : "entries stand"} among old ones without a seal: not recorded in turn.`;
  if (c.kept === false)
    return "The seal that you kept is not in this chain: entries were removed from its end, or it was made anew.";
  return null;
}
