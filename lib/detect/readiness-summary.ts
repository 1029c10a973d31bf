import type { ReadinessState } from "./readiness";

/** Pairs of one detector in one state. */
export type ReadinessGroup = {
  state: ReadinessState;
  count: number;
  /** Sum of the shares learned */
  share: number;
  /** Epoch ms of the last of them; null where it is not known */
  etaAt: number | null;
  why: string | null;
};

export type ReadinessSummary = {
  /** "none": it has no series */
  state: ReadinessState | "none";
  /** Share learned over all its series, 0–1 */
  share: number;
  etaAt: number | null;
  why: string | null;
  total: number;
  counts: Record<ReadinessState, number>;
};

/**
 * One word for a detector over all its series: what cannot run has failed, what is not through yet learns, and one
 * series that is not well makes it degraded. `total` series match its target; those that nothing is known of wait.
 */
export function summarizeReadiness(
  groups: readonly ReadinessGroup[],
  total: number,
  problem: string | null,
): ReadinessSummary {
  const counts = { waiting: 0, learning: 0, ready: 0, degraded: 0, failed: 0 };
  for (const g of groups) counts[g.state] += g.count;
  const known = counts.learning + counts.ready + counts.degraded + counts.failed;
  counts.waiting = Math.max(0, total - known);
  const of = (state: ReadinessState) => groups.find((g) => g.state === state);
  const learning = of("learning");
  const learned = counts.ready + counts.degraded + (learning?.share ?? 0);
  const base = { share: total === 0 ? 0 : Math.min(1, learned / total), total, counts };
  const none = { etaAt: null, why: null };
  if (problem !== null) return { ...base, ...none, state: "failed", why: problem };
  if (total === 0) return { ...base, ...none, state: "none" };
  if (counts.failed > 0)
    return { ...base, ...none, state: "failed", why: of("failed")?.why ?? null };
  if (learning) return { ...base, state: "learning", etaAt: learning.etaAt, why: learning.why };
  if (counts.degraded > 0)
    return { ...base, ...none, state: "degraded", why: of("degraded")?.why ?? null };
  if (known === 0) return { ...base, ...none, state: "waiting" };
  return { ...base, ...none, state: "ready", why: of("ready")?.why ?? null };
}
