import type { Anomaly, Counts } from "./model";

/** A point after its verdict and the gates. Times in epoch ms; NaN where the detector gave no number. */
export type Judged = {
  t: number;
  value: number;
  /** NORMAL also for an anomalous verdict that a gate suppressed */
  level: "NORMAL" | "WEAK" | "STRONG";
  score: number;
  expected: number;
  lower: number;
  upper: number;
  direction: "above" | "below";
  /** Why it is recorded but pages nobody; absent when it may page */
  muted?: string | null;
};

/** What an anomaly is made of, without the names of its series and detector. */
export type Bout = Pick<
  Anomaly,
  | "detectorVersion"
  | "level"
  | "direction"
  | "startedAt"
  | "lastAt"
  | "endedAt"
  | "points"
  | "peakAt"
  | "peakValue"
  | "peakExpected"
  | "peakLower"
  | "peakUpper"
  | "peakScore"
  | "muted"
>;

/** Plain data: where a series stands between ordinary and anomalous. */
export type AnomalyRun = {
  /** Judged points so far */
  seen: number;
  /** Anomalous points among the last N, with their number, while nothing is open */
  recent: { n: number; point: Judged }[];
  open: Bout | null;
  /** Ordinary points in a row while open, and the time of the first of them */
  ordinary: number;
  ordinaryFrom: number;
};

export const newAnomalyRun = (): AnomalyRun => ({
  seen: 0,
  recent: [],
  open: null,
  ordinary: 0,
  ordinaryFrom: 0,
});

/** What a point did. `stronger`: the level or the direction changed; `grown`: only its end, size or peak. */
export type AnomalyEvent = "opened" | "stronger" | "grown" | "closed";

const orNull = (x: number) => (Number.isFinite(x) ? x : null);

/** The higher score is the peak; between equal ones the greater distance from what was expected. */
function beats(p: Judged, than: Bout): boolean {
  if (p.score !== than.peakScore) return p.score > than.peakScore;
  const off = (value: number, expected: number) => Math.abs(value - (expected || 0));
  return off(p.value, p.expected) > off(than.peakValue, than.peakExpected ?? 0);
}

function extend(bout: Bout, p: Judged): boolean {
  const { level, direction, muted } = bout;
  bout.lastAt = p.t;
  bout.points++;
  if (p.level === "STRONG") bout.level = "STRONG";
  // Muted only as long as every anomalous point is
  const reason = p.muted ?? null;
  bout.muted = bout.points === 1 || reason === null ? reason : (muted ?? null);
  if (bout.points === 1 || beats(p, bout)) {
    bout.direction = p.direction;
    bout.peakAt = p.t;
    bout.peakValue = p.value;
    bout.peakExpected = orNull(p.expected);
    bout.peakLower = orNull(p.lower);
    bout.peakUpper = orNull(p.upper);
    bout.peakScore = p.score;
  }
  return bout.level !== level || bout.direction !== direction || bout.muted !== (muted ?? null);
}

/**
 * Takes the next judged point, in place. An anomaly opens when m of the last n points are anomalous and then counts
 * from the first of them; it closes after `closeAfter` ordinary points in a row and then ended at the first of those.
 * Returns what happened and to which anomaly (the run's own object: copy to keep), or null.
 */
export function advance(
  run: AnomalyRun,
  counts: Pick<Counts, "m" | "n" | "closeAfter">,
  version: number,
  p: Judged,
): { event: AnomalyEvent; bout: Bout } | null {
  run.seen++;
  const bout = run.open;
  if (p.level === "NORMAL") {
    if (!bout) return null;
    if (run.ordinary++ === 0) run.ordinaryFrom = p.t;
    if (run.ordinary < counts.closeAfter) return null;
    return finish(run, run.ordinaryFrom);
  }
  if (bout) {
    run.ordinary = 0;
    return { event: extend(bout, p) ? "stronger" : "grown", bout };
  }
  const from = run.seen - Math.max(counts.m, counts.n);
  run.recent = run.recent.filter((r) => r.n > from);
  run.recent.push({ n: run.seen, point: { ...p } });
  if (run.recent.length < counts.m) return null;
  const opened: Bout = {
    detectorVersion: version,
    level: "WEAK",
    direction: p.direction,
    startedAt: run.recent[0]?.point.t ?? p.t,
    lastAt: p.t,
    endedAt: null,
    points: 0,
    peakAt: p.t,
    peakValue: p.value,
    peakExpected: null,
    peakLower: null,
    peakUpper: null,
    peakScore: 0,
    muted: null,
  };
  for (const { point } of run.recent) extend(opened, point);
  run.recent = [];
  run.open = opened;
  run.ordinary = 0;
  return { event: "opened", bout: opened };
}

/** Ends what is open and forgets the points before; for a long silence, whose own end is the last anomalous point. */
export function interrupt(run: AnomalyRun): { event: AnomalyEvent; bout: Bout } | null {
  run.recent = [];
  return run.open ? finish(run, run.open.lastAt) : null;
}

function finish(run: AnomalyRun, endedAt: number): { event: AnomalyEvent; bout: Bout } | null {
  const bout = run.open;
  if (!bout) return null;
  bout.endedAt = endedAt;
  run.open = null;
  run.ordinary = 0;
  return { event: "closed", bout };
}
