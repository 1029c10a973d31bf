import type { Change, ChangeKind, Undo } from "@/lib/ingest/model";
import type { Grade, Plan } from "./model";

/** What a remedy's grade is judged by. */
export type GradeFacts = {
  change: Change;
  undo: Undo;
  /** Titles of what moves or stays with it */
  ridesAlong: readonly string[];
  /** Titles of database changes of the same service since shortly before the change */
  schemaChanges: readonly string[];
  /** How long the version to go back to was seen running, ms; null when it was never seen */
  provenForMs: number | null;
  /** Age of the change, ms */
  ageMs: number;
};

/** One way to undo a kind of change. Pure: what it does on the outside is the executor's business. */
export type Remedy = {
  kind: Plan["kind"];
  undoes: ChangeKind;
  title: string;
  /** "Roll pricing back from v2 to v1" */
  does(step: { service: string; target: string; from: string; to: string }): string;
  /** Why it is not graded A, each with the worst grade that it allows; none: grade A */
  doubts(facts: GradeFacts): { grade: Exclude<Grade, "A">; says: string }[];
  /** Why it is graded A when there is no doubt */
  safe: string;
};

export const defineRemedy = (remedy: Remedy): Remedy => remedy;

/** What every remedy doubts when other changes of the service came after the one it undoes. */
export const doubtCompany = ({ ridesAlong, undo }: GradeFacts) =>
  ridesAlong.length === 0
    ? []
    : [
        {
          grade: "B" as const,
          says: `${ridesAlong.length === 1 ? "One later change" : `${ridesAlong.length} later changes`} of the service may not fit ${undo.to}.`,
        },
      ];
