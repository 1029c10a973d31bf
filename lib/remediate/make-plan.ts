import type { Digraph } from "@/lib/graph/digraph";
import { distances } from "@/lib/graph/distances";
import type { Change } from "@/lib/ingest/model";
import { checkGuardrails, type GuardFacts } from "./guardrails";
import type { Grade, Plan } from "./model";
import { remedyFor } from "./remedies";

/** A database change this long before a deploy is taken to belong to it. */
const schemaAheadMs = 30 * 60_000;

export type PlanInput = {
  change: Change;
  /** Other changes of the same service, from half an hour before this one */
  others: readonly Change[];
  /** Who calls whom */
  graph: Digraph;
  /** Services with anomalies in the situation */
  affected: readonly string[];
  /** How long the version to go back to was seen running, ms; null when never */
  provenForMs: number | null;
  facts: GuardFacts;
};

/** The whole plan to undo a change, or null when this kind of change has no remedy or does not say how to undo it. */
export function makePlan(input: PlanInput): Plan | null {
  const { change, others, facts } = input;
  const remedy = remedyFor(change.kind);
  const { undo } = change;
  const from = change.to ?? facts.current;
  if (!remedy || !undo || from === null || from === undo.to) return null;
  const ridesAlong = others
    .filter((c) => c.id !== change.id && c.at >= change.at && c.kind !== "database")
    .map((c) => c.title);
  const schemaChanges = others
    .filter((c) => c.kind === "database" && c.at >= change.at - schemaAheadMs)
    .map((c) => c.title);
  const doubts = remedy.doubts({
    change,
    undo,
    ridesAlong,
    schemaChanges,
    provenForMs: input.provenForMs,
    ageMs: facts.now - change.at,
  });
  const step = { service: change.service, target: undo.target, from, to: undo.to };
  const target = { changeId: change.id, service: change.service, target: undo.target, from };
  const grade = doubts.reduce<Grade>((worst, d) => (d.grade > worst ? d.grade : worst), "A");
  const blastRadius = [...distances(input.graph, change.service, "in").keys()]
    .filter((name) => name !== change.service)
    .sort();
  return {
    kind: remedy.kind,
    ...target,
    integration: undo.integration,
    to: undo.to,
    ridesAlong: [...ridesAlong, ...schemaChanges],
    grade,
    gradeReasons: doubts.length > 0 ? doubts.map((d) => d.says) : [remedy.safe],
    blastRadius,
    expectedEffect: effectOf(change.service, input.affected),
    undo: remedy.does({ ...step, from: undo.to, to: from }),
    migrations: schemaChanges,
    guardrails: checkGuardrails(
      { ...target, grade, blastRadius, migrations: schemaChanges },
      facts,
    ),
  };
}

function effectOf(service: string, affected: readonly string[]): string {
  const others = affected.filter((name) => name !== service).sort();
  const list =
    others.length === 0
      ? service
      : `${service} and ${others.slice(0, 3).join(", ")}${others.length > 3 ? ` and ${others.length - 3} more` : ""}`;
  return `The signals of ${list} go back to their usual range within a few minutes.`;
}
