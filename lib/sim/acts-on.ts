import type { Candidate, Data, Scene } from "../diagnose/scene";
import { mayAct } from "../remediate/autonomy";
import { makePlan } from "../remediate/make-plan";
import { provenMs, usualLimits } from "../remediate/model";

const recentMs = 5 * 60_000;

/** Whether policy at its default guardrails would undo this change now, without a person. */
export function actsOn(
  change: Candidate,
  score: number,
  scene: Scene,
  data: Data,
  changes: readonly Candidate[],
): boolean {
  const { now } = scene;
  const recent = data.requests.filter(
    (r) => r.service === change.service && r.start >= now - recentMs,
  );
  const plan = makePlan({
    cause: {
      kind: "change",
      change,
      others: changes.filter(
        (c) =>
          c !== change &&
          c.service === change.service &&
          c.at <= now &&
          c.at >= change.at - 30 * 60_000,
      ),
      provenForMs: provenMs,
      left: null,
      owners: [],
    },
    graph: scene.graph,
    dryRun: [],
    affected: [...new Set(scene.members.flatMap((m) => m.service ?? []))],
    facts: {
      now,
      killSwitch: { on: false, reason: "", by: "" },
      limits: usualLimits,
      executorProblem: null,
      current: change.to,
      newestDataAt: now,
      cooldownMs: 600_000,
      past: [],
      underWay: 0,
      brake: null,
      traffic:
        recent.length > 0 ? recent.reduce((sum, r) => sum + r.count, 0) / (recentMs / 1000) : null,
    },
  });
  return plan !== null && mayAct(plan, score, usualLimits);
}
