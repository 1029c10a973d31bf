import type { Plan } from "@/lib/remediate/model";

const nouns = {
  rollback: "rollback",
  "flag-off": "flag off",
  "config-revert": "config revert",
} as const;

export const remedyNoun = (kind: Plan["kind"]): string => nouns[kind];

export const gradeWords = {
  A: "fully reversible",
  B: "reversible with care",
  C: "hard to reverse",
} as const;

/** The first characters of a plan's hash: enough to recognise it by. */
export const shortHash = (hash: string): string => hash.slice(0, 6);
