import { formatSpan } from "@/lib/series/format-span";
import type { Slot } from "./slot";

export const readinessStates = ["waiting", "learning", "ready", "degraded", "failed"] as const;
export type ReadinessState = (typeof readinessStates)[number];

/** How far a detector is with a series, for people. */
export type Readiness = {
  state: ReadinessState;
  /** Share learned, 0–1; null where it cannot be known */
  share: number | null;
  /** Epoch ms at which it should be ready; null where it cannot be known */
  etaAt: number | null;
  /** One sentence; null when there is nothing to say */
  why: string | null;
};

/** What a run needs to judge, where its parameters say so. */
const warmUpOf = (params: unknown): number | null => {
  const { warmUp, learn } = params as { warmUp?: unknown; learn?: unknown };
  return typeof warmUp === "number" ? warmUp : typeof learn === "number" ? learn : null;
};

const ready: Readiness = { state: "ready", share: 1, etaAt: null, why: null };

/**
 * How far one pair is. `now` is the time up to which points have come (epoch ms); `queue` tells of a run that still
 * reads its history: the share done, and when it should be through.
 */
export function readinessOf(
  slot: Pick<Slot, "run" | "training" | "settings" | "companion" | "series">,
  { now, queue }: { now: number; queue: { share: number; etaAt: number } | null },
): Readiness {
  const { run, training, settings, companion, series } = slot;
  if (!run) {
    if (!training)
      return { state: "waiting", share: null, etaAt: null, why: "Waits for its first point" };
    const why = "Reads the history of its series; nothing is judged until then";
    return { state: "learning", share: queue?.share ?? 0, etaAt: queue?.etaAt ?? null, why };
  }
  const { at, spacing, gapMs } = run.rhythm;
  if (now - at > gapMs)
    return {
      state: "degraded",
      share: null,
      etaAt: null,
      why:
        spacing > 0
          ? `No point comes any more; usually one came every ${formatSpan(spacing)}`
          : "Only one point has come",
    };
  if (run.warming > 0) {
    const need = warmUpOf(run.settings.params);
    const left = need === null ? null : Math.max(0, need - run.warming);
    return {
      state: "learning",
      share: need === null ? null : Math.min(0.99, run.warming / need),
      etaAt: left === null || !(spacing > 0) ? null : at + left * spacing,
      why: `${run.warming}${need === null ? "" : ` of ${need}`} values seen; nothing is judged until then`,
    };
  }
  const gate = settings.counts.minTraffic;
  if (gate && !companion)
    return {
      state: "degraded",
      share: null,
      etaAt: null,
      why: `Nothing counts: ${gate.metric} of ${series.service ?? "its service"}, its traffic, does not exist`,
    };
  if (training && training.settings.version !== run.settings.version)
    return {
      ...ready,
      why: `Version ${settings.version} learns; version ${run.settings.version} judges meanwhile`,
    };
  return ready;
}
