import type { Change, ChangeKind, Undo } from "@/lib/ingest/model";
import type { Grade, Plan } from "./model";

/** A guilty change, and what is known around it. */
export type ChangeCause = {
  kind: "change";
  change: Change;
  /** Other changes of the same service, from half an hour before this one */
  others: readonly Change[];
  /** How long the version to go back to was seen running, ms; null when never */
  provenForMs: number | null;
  /** Why it is left to the service's owner although it could be undone; null: it is not */
  left: string | null;
  /** Names of the teams that own the service; none: nobody is known to */
  owners: readonly string[];
};

/** A guilty instance, and how it is started anew. */
export type InstanceCause = {
  kind: "instance";
  service: string;
  instance: string;
  /** Other instances of the service that answered lately */
  siblings: number;
  /** Who restarts it, and under which name they know it; null: nobody is set to */
  way: { integration: string; target: string } | null;
};

export type Cause = ChangeCause | InstanceCause;

/** What a remedy does, in words and names: on what, from what to what. */
export type Step = { service: string; target: string; from: string; to: string };

/** Why a plan is not graded A, and the worst grade that this allows. */
export type Doubt = { grade: Exclude<Grade, "A">; says: string };

/** What a remedy would do about a cause. */
export type Prepared = Pick<Plan, "integration" | "target" | "from" | "to"> & {
  /** Titles of what moves or stays with it */
  ridesAlong: string[];
  /** Titles of database changes that came with the cause */
  migrations: string[];
  /** None: grade A */
  doubts: readonly Doubt[];
  /** How it is taken back */
  undo: string;
};

/** One way to deal with a cause. Pure: what it does on the outside is the executor's business. */
export type Remedy = {
  kind: Plan["kind"];
  title: string;
  /** Whether it changes anything in production; one that does not has nothing to verify */
  touches: boolean;
  /** Whether this cause is its business; of several the first in the registry has it */
  takes(cause: Cause): boolean;
  /** What it would do; null when there is nothing (left) to do. `current`: what the executor says runs now, null when not known */
  prepare(cause: Cause, seen: { current: string | null; now: number }): Prepared | null;
  /** "Roll pricing back from v2 to v1" */
  does(step: Step): string;
  /** "pricing is back at v1": said when it has worked */
  done(step: Step): string;
  /** Why it is graded A when there is no doubt */
  safe: string;
};

export const defineRemedy = (remedy: Remedy): Remedy => remedy;

/** What the grade of undoing a change is judged by. */
export type UndoFacts = {
  change: Change;
  undo: Undo;
  ridesAlong: readonly string[];
  /** Titles of database changes of the same service since shortly before the change */
  schemaChanges: readonly string[];
  provenForMs: number | null;
  /** Age of the change, ms */
  ageMs: number;
};

/** A database change this long before a deploy is taken to belong to it. */
const schemaAheadMs = 30 * 60_000;

/** A remedy that puts back what one kind of change has moved. */
export function undoing({
  undoes,
  doubts,
  ...words
}: Pick<Remedy, "kind" | "title" | "does" | "safe"> & {
  undoes: ChangeKind;
  doubts(facts: UndoFacts): readonly Doubt[];
}): Remedy {
  return defineRemedy({
    ...words,
    touches: true,
    takes: (cause) => cause.kind === "change" && cause.change.kind === undoes && undoable(cause),
    prepare(cause, { current, now }) {
      if (cause.kind !== "change" || cause.change.undo === null) return null;
      const { change, others, provenForMs } = cause;
      const { undo } = cause.change;
      const from = change.to ?? current;
      if (from === null || from === undo.to) return null;
      const ridesAlong = others
        .filter((c) => c.id !== change.id && c.at >= change.at && c.kind !== "database")
        .map((c) => c.title);
      const schemaChanges = others
        .filter((c) => c.kind === "database" && c.at >= change.at - schemaAheadMs)
        .map((c) => c.title);
      const ageMs = now - change.at;
      const back = { service: change.service, target: undo.target, from: undo.to, to: from };
      return {
        integration: undo.integration,
        target: undo.target,
        from,
        to: undo.to,
        ridesAlong: [...ridesAlong, ...schemaChanges],
        migrations: schemaChanges,
        doubts: doubts({ change, undo, ridesAlong, schemaChanges, provenForMs, ageMs }),
        undo: words.does(back),
      };
    },
    done: ({ target, to }) => `${target} is back at ${to}`,
  });
}

/** Whether a change says how it is undone, and that is still wanted. */
export const undoable = ({ change, left }: ChangeCause): boolean =>
  change.undo !== null && left === null;

/** What every undoing doubts when other changes of the service came after the one it undoes. */
export const doubtCompany = ({ ridesAlong, undo }: UndoFacts): Doubt[] =>
  ridesAlong.length === 0
    ? []
    : [
        {
          grade: "B",
          says: `${ridesAlong.length === 1 ? "One later change" : `${ridesAlong.length} later changes`} of the service may not fit ${undo.to}.`,
        },
      ];
