import { provenMs } from "../model";
import { doubtCompany, type UndoFacts, undoing } from "../remedy";

const hours = (ms: number) =>
  ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;

/** Puts the version back that ran before a deploy. */
export const rollback = undoing({
  kind: "rollback",
  undoes: "deploy",
  title: "Roll back",
  does: ({ service, from, to }) => `Roll ${service} back from ${from} to ${to}`,
  safe: "The version before is known to work, and deploying the newer one again undoes this.",
  doubts: (facts) => [...schema(facts), ...unproven(facts), ...doubtCompany(facts)],
});

const schema = ({ schemaChanges, change, undo }: UndoFacts) =>
  schemaChanges.map((title) => ({
    grade: "C" as const,
    says: `“${title}” came with it: ${change.service} ${undo.to} may not read the data any more.`,
  }));

function unproven({ provenForMs, undo }: UndoFacts) {
  if (provenForMs !== null && provenForMs >= provenMs) return [];
  const says =
    provenForMs === null
      ? `${undo.to} has not been seen running here.`
      : `${undo.to} was seen running for ${hours(provenForMs)} only.`;
  return [{ grade: "B" as const, says }];
}
