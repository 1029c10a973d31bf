import type { Plan } from "@/lib/remediate/model";

const nouns = {
  rollback: "rollback",
  "flag-off": "flag off",
  "config-revert": "config revert",
  "restart-instance": "restart",
  "roll-forward": "page to the owner",
} as const;

export const remedyNoun = (kind: Plan["kind"]): string => nouns[kind];

/** What holding the button down does. */
export function holdWords({ kind, service }: Pick<Plan, "kind" | "service">): string {
  if (kind === "rollback") return `Hold to roll back ${service}`;
  if (kind === "restart-instance") return "Hold to restart it";
  return kind === "roll-forward" ? "Hold to page the owner" : "Hold to approve";
}

/** What the two sides of a plan's diff are. */
export const diffNoun: Readonly<Record<Plan["kind"], string>> = {
  rollback: "version",
  "flag-off": "value",
  "config-revert": "value",
  "restart-instance": "instance",
  "roll-forward": "version",
};

/** Whether a plan only tells people, so that nothing is executed and nothing verified. */
export const isPage = ({ kind }: Pick<Plan, "kind">): boolean => kind === "roll-forward";

/** What goes along with a plan, in short. */
export function ridesAlongWords({ kind, ridesAlong }: Pick<Plan, "kind" | "ridesAlong">): string {
  if (kind === "restart-instance" || kind === "roll-forward") return ridesAlong.join(" ");
  if (ridesAlong.length === 0) return "Nothing else goes back";
  return `${ridesAlong.length} other ${ridesAlong.length === 1 ? "change goes" : "changes go"} back too`;
}

export const gradeWords = {
  A: "fully reversible",
  B: "reversible with care",
  C: "hard to reverse",
} as const;

/** The first characters of a plan's hash: enough to recognise it by. */
export const shortHash = (hash: string): string => hash.slice(0, 6);
