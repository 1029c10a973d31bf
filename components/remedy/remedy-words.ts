import type { Plan } from "@/lib/remediate/model";

const nouns = {
  rollback: "rollback",
  "flag-off": "flag off",
  "config-revert": "config revert",
} as const;

export const remedyNoun = (kind: Plan["kind"]): string => nouns[kind];

/** What the approval does, as a title: "Roll pricing back to v2.13.4". */
export const remedyTitle = (plan: Pick<Plan, "kind" | "target" | "service" | "to">): string => {
  const name = plan.target.replace(/^(flag|config):/, "");
  if (plan.kind === "rollback") return `Roll ${plan.service} back to ${plan.to}`;
  if (plan.kind === "flag-off") return `Set flag ${name} to ${plan.to}`;
  return `Revert ${name} to ${plan.to}`;
};

export const gradeWords = {
  A: "fully reversible",
  B: "reversible with care",
  C: "hard to reverse",
} as const;

/** The first characters of a plan's hash: enough to recognise it by. */
export const shortHash = (hash: string): string => hash.slice(0, 6);
