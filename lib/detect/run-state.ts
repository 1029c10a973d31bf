import { type AnomalyRun, newAnomalyRun } from "./anomaly-run";
import type { State } from "./detector";
import type { GapTrack, LateBuffer } from "./intake";
import type { RunSettings } from "./series-run";
import { newTrafficJoin, type TrafficJoin } from "./traffic-join";

/** All that a run knows; plain data. Fields that came with later releases may be absent. */
export type RunState = {
  /** Last point the detector absorbed */
  upTo: number;
  /** Last point that was decided (earlier than `upTo` while points wait for traffic), and the usual interval */
  decidedAt: number;
  spacing: number;
  detector: State;
  anomalies: AnomalyRun;
  traffic: TrafficJoin | null;
  /** The new trend it has learned from; absent when it learned from all that it knew */
  relearned?: number | null;
  /** Values taken without a verdict since the last verdict; absent after none */
  warming?: number;
  /** Points absorbed, as long as they are fewer than `counts.warmUp` */
  learned?: number;
  /** With `counts.lateMs` */
  late?: LateBuffer;
  /** With `counts.gaps` */
  gap?: GapTrack;
};

/** The state of a run that has seen nothing. */
export const newRunState = (
  settings: Pick<RunSettings, "detector" | "params" | "counts">,
): RunState => ({
  upTo: Number.NEGATIVE_INFINITY,
  decidedAt: Number.NEGATIVE_INFINITY,
  spacing: 0,
  detector: settings.detector.init(settings.params),
  anomalies: newAnomalyRun(),
  traffic: settings.counts.minTraffic ? newTrafficJoin() : null,
});

/** Every field of `fresh` is in `old`, of the same kind; what a detector leaves empty at first may have become anything. */
function sameShape(fresh: unknown, old: unknown): boolean {
  if (fresh === null) return old !== undefined;
  if (typeof fresh !== typeof old || Array.isArray(fresh) !== Array.isArray(old)) return false;
  if (typeof fresh !== "object" || Array.isArray(fresh)) return true;
  return (
    old !== null &&
    Object.entries(fresh).every(([k, v]) => sameShape(v, (old as Record<string, unknown>)[k]))
  );
}

/** Whether settings can go on from a saved state: an older release may have kept other things. */
export function fitsState(settings: RunSettings, saved: State): boolean {
  const { traffic, ...fresh } = newRunState(settings);
  const old = saved as unknown as Partial<RunState>;
  return sameShape(fresh, old) && (traffic === null) === (old.traffic === null);
}
