import { windowMs } from "@/lib/ingest/model";
import type { Judged } from "./anomaly-run";

/** Points that may wait, and traffic values that are kept; an hour of windows. */
const most = 360;
/** Values that nobody needs any more are cleared away once there are this many. */
const some = 16;

/**
 * Joins judged points with the companion series that says how much traffic there was. Both come in their own order,
 * through whatever partitions; a point is decided once the companion has reached its time, so the outcome depends on
 * the two series alone and not on which came first. Plain data.
 *
 * The value that counts is the latest one at or before the point, not older than two windows (or two of the
 * companion's own intervals where those are wider). Without one, or when the companion has fallen silent, the traffic
 * is not known and the point does not count.
 */
export type TrafficJoin = {
  /** Times and values of the companion, oldest first */
  times: number[];
  values: number[];
  /** Latest decided time: the companion is needed from shortly before it */
  decided: number;
  waiting: Judged[];
};

export const newTrafficJoin = (): TrafficJoin => ({
  times: [],
  values: [],
  decided: Number.NEGATIVE_INFINITY,
  waiting: [],
});

/** Takes the companion's next value; one that is not after its last is skipped. Call `settle` after it. */
export function addTraffic(join: TrafficJoin, t: number, value: number): void {
  const { times, values } = join;
  if (Number.isNaN(value) || (times.length > 0 && t <= (times.at(-1) as number))) return;
  times.push(t);
  values.push(value);
  if (times.length < some) return;
  // Keep the one in force at the last decided time, one before it (for the interval) and all later ones
  let drop = 0;
  while (drop + 2 < times.length && (times[drop + 2] as number) <= join.decided) drop++;
  drop = Math.max(drop, times.length - most);
  if (drop > 0) {
    times.splice(0, drop);
    values.splice(0, drop);
  }
}

/** NaN when it is not known. */
function trafficAt(join: TrafficJoin, t: number): number {
  let i = join.times.length - 1;
  while (i >= 0 && (join.times[i] as number) > t) i--;
  if (i < 0) return Number.NaN;
  const at = join.times[i] as number;
  const interval = i > 0 ? at - (join.times[i - 1] as number) : 0;
  // A longer silence before it is a gap, not the companion's rhythm
  const width = Math.max(windowMs, Math.min(interval, 30 * windowMs));
  return t - at < 2 * width ? (join.values[i] as number) : Number.NaN;
}

/** A point that does not count however much traffic there was: nothing has to wait for it. */
export function pass(join: TrafficJoin, t: number): boolean {
  if (join.waiting.length > 0) return false;
  join.decided = t;
  return true;
}

/** Hands over every waiting point whose time the companion has reached, in order, with the traffic of its time. */
export function settle(join: TrafficJoin, decide: (p: Judged, traffic: number) => void): void {
  const reached = join.times.at(-1) ?? Number.NEGATIVE_INFINITY;
  let done = 0;
  for (const p of join.waiting) {
    const waited = join.waiting.length - done > most;
    if (p.t > reached && !waited) break;
    decide(p, waited && p.t > reached ? Number.NaN : trafficAt(join, p.t));
    join.decided = p.t;
    done++;
  }
  if (done > 0) join.waiting.splice(0, done);
}
