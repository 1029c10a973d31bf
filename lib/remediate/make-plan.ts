import type { Digraph } from "@/lib/graph/digraph";
import { distances } from "@/lib/graph/distances";
import { checkGuardrails, type GuardFacts } from "./guardrails";
import type { Grade, Plan } from "./model";
import { remedyFor } from "./remedies";
import type { Cause } from "./remedy";

export type PlanInput = {
  cause: Cause;
  /** Who calls whom */
  graph: Digraph;
  /** Services with anomalies in the situation */
  affected: readonly string[];
  /** What the executor said that it would do */
  dryRun: readonly string[];
  facts: GuardFacts;
};

/** The whole plan against a cause, or null when nothing can be done about it, or nobody says how. */
export function makePlan({ cause, graph, affected, dryRun, facts }: PlanInput): Plan | null {
  const remedy = remedyFor(cause);
  const prepared = remedy?.prepare(cause, facts);
  if (!remedy || !prepared) return null;
  const { doubts, ...does } = prepared;
  const about = {
    kind: remedy.kind,
    changeId: cause.kind === "change" ? cause.change.id : null,
    instance: cause.kind === "instance" ? `${cause.service} ${cause.instance}` : null,
    service: cause.kind === "change" ? cause.change.service : cause.service,
    ...does,
    grade: doubts.reduce<Grade>((worst, d) => (d.grade > worst ? d.grade : worst), "A"),
    gradeReasons: doubts.length > 0 ? doubts.map((d) => d.says) : [remedy.safe],
  };
  const blastRadius = remedy.touches
    ? [...distances(graph, about.service, "in").keys()]
        .filter((name) => name !== about.service)
        .sort()
    : [];
  return {
    ...about,
    blastRadius,
    dryRun: [...dryRun],
    expectedEffect: remedy.touches
      ? effectOn(about.service, affected)
      : `The owner hears what was found, and decides how ${about.service} is mended.`,
    guardrails: checkGuardrails({ ...about, blastRadius }, facts),
  };
}

function effectOn(service: string, affected: readonly string[]): string {
  const others = affected.filter((name) => name !== service).sort();
  const list =
    others.length === 0
      ? service
      : `${service} and ${others.slice(0, 3).join(", ")}${others.length > 3 ? ` and ${others.length - 3} more` : ""}`;
  return `The signals of ${list} go back to their usual range within a few minutes.`;
}
