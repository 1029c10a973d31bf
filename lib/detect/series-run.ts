import {
  type AnomalyEvent,
  type AnomalyRun,
  advance,
  type Bout,
  interrupt,
  type Judged,
  newAnomalyRun,
} from "./anomaly-run";
import type { AnyDetector, State } from "./detector";
import { passesGates, sideOf } from "./gates";
import { type Anomaly, type Counts, newVerdict, type Verdict } from "./model";
import { addTraffic, newTrafficJoin, pass, settle, type TrafficJoin } from "./traffic-join";
import { belowBar, expectedBecause, noTuning, type Tuning } from "./tuning";

/** One version of a definition, ready to run. */
export type RunSettings = {
  detectorId: string;
  version: number;
  detector: AnyDetector;
  /** Parsed by the detector's own schema */
  params: unknown;
  counts: Counts;
};

export type RunSeries = { id: number; service: string | null; metric: string };

/** Told of everything that happens to an anomaly. The object is a copy. */
export type OnAnomaly = (event: AnomalyEvent, anomaly: Anomaly) => void;

type Saved = {
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
};

/** A series silent for longer than this, or than ten of its intervals, has a gap that ends an open anomaly. */
const shortestGapMs = 5 * 60_000;

/**
 * Stable under replay and equal for equal onsets: the series, the detector and the time of the first anomalous point,
 * readable and free of collisions.
 */
const anomalyId = (seriesId: number, detectorId: string, startedAt: number): string =>
  `${detectorId}.${seriesId}.${startedAt.toString(36)}`;

/**
 * One detector on one series: the only way from points to anomalies, for worker, bench, tests and preview alike.
 *
 * Everything it knows is in its state, and a point that is not after the last one is skipped. So replaying points
 * that it has seen, from any earlier moment on, changes nothing: a checkpoint may hold newer states than offsets.
 */
export class SeriesRun {
  readonly settings: RunSettings;
  readonly series: RunSeries;
  /** Has absorbed something since `save` last ran */
  dirty = false;
  /** What labels have taught about this series */
  tuning: Tuning;
  private readonly onAnomaly: OnAnomaly;
  private s: Saved;

  constructor(
    settings: RunSettings,
    series: RunSeries,
    onAnomaly: OnAnomaly,
    saved?: State,
    tuning: Tuning = noTuning,
  ) {
    this.settings = settings;
    this.tuning = tuning;
    this.series = series;
    this.onAnomaly = onAnomaly;
    this.s = (saved as Saved | undefined) ?? untouched(settings);
  }

  /** Whether a saved state is one that these settings can go on from: an older release may have kept other things. */
  static fits(settings: RunSettings, saved: State): boolean {
    const { traffic, ...fresh } = untouched(settings);
    const old = saved as unknown as Partial<Saved>;
    return sameShape(fresh, old) && (traffic === null) === (old.traffic === null);
  }

  /** Epoch ms of the last point absorbed; −Infinity before the first. */
  get upTo(): number {
    return this.s.upTo;
  }

  /** Learns from a point of history without looking for anomalies. Returns as `push` does. */
  train(t: number, value: number): Verdict | null {
    if (!(t > this.s.upTo)) return null;
    this.s.upTo = t;
    this.follow(t);
    this.dirty = true;
    this.forget(t);
    this.settings.detector.step(this.s.detector, t, value, this.settings.params, scratch);
    this.note(value);
    return scratch;
  }

  /**
   * Judges the next point. Returns the verdict (one object for all: copy to keep), or null for a point that is not
   * after the last one. Times in epoch ms; NaN is a gap.
   */
  push(t: number, value: number): Verdict | null {
    const s = this.s;
    if (!(t > s.upTo)) return null;
    s.upTo = t;
    this.dirty = true;
    const { detector, params, counts } = this.settings;
    const { tuning } = this;
    this.forget(t);
    detector.step(s.detector, t, value, params, scratch);
    const { level } = scratch;
    if (level === "UNKNOWN" || s.warming) this.note(value);
    if (level === "UNKNOWN") {
      if (!s.traffic) this.tick(t);
      return scratch;
    }
    const counting =
      level !== "NORMAL" &&
      passesGates(counts, value, scratch) &&
      !belowBar(tuning, value, scratch);
    const settled = !s.traffic || (!counting && pass(s.traffic, t));
    // The usual case: nothing is odd, open or waiting
    if (!counting && settled && !s.anomalies.open) {
      this.tick(t);
      s.anomalies.seen++;
      return scratch;
    }
    const point: Judged = {
      t,
      value,
      level: counting ? level : "NORMAL",
      score: scratch.score,
      expected: scratch.expected,
      lower: Number.isNaN(scratch.weakLower) ? scratch.strongLower : scratch.weakLower,
      upper: Number.isNaN(scratch.weakUpper) ? scratch.strongUpper : scratch.weakUpper,
      direction: sideOf(value, scratch),
      muted: counting ? expectedBecause(tuning, t, value, scratch) : null,
    };
    if (settled) this.decide(point);
    else if (s.traffic) {
      s.traffic.waiting.push(point);
      this.settle(s.traffic);
    }
    return scratch;
  }

  /** Takes a value of the series named by `counts.minTraffic`. */
  pushTraffic(t: number, value: number): void {
    const join = this.s.traffic;
    if (!join) return;
    this.dirty = true;
    addTraffic(join, t, value);
    if (join.waiting.length > 0) this.settle(join);
  }

  /** Everything as plain data. It is the live object: encode it before the next point. */
  save(): State {
    this.dirty = false;
    return this.s as unknown as State;
  }

  /** Goes on with the anomalies of the version before, so that an edit neither loses nor doubles one. */
  adopt(before: SeriesRun): void {
    const old = before.s;
    // What was anomalous by what has been forgotten is over
    if (this.relearned !== before.relearned) before.tell(interrupt(old.anomalies));
    Object.assign(this.s, {
      anomalies: old.anomalies,
      decidedAt: old.decidedAt,
      spacing: old.spacing,
    });
    this.dirty = true;
    const join = old.traffic;
    const metric = this.settings.counts.minTraffic?.metric;
    if (join && metric === before.settings.counts.minTraffic?.metric) this.s.traffic = join;
    // What still waited is not known to have had traffic
    else for (const p of join?.waiting ?? []) this.decide({ ...p, level: "NORMAL" });
  }

  /** The open anomaly as if its series had ended, if that fell silent before `now`; null otherwise. Changes nothing. */
  overdue(now: number): Anomaly | null {
    const open = this.s.anomalies.open;
    if (!open || now - this.s.decidedAt <= this.longestGap()) return null;
    return this.told({ ...open, endedAt: open.lastAt });
  }

  /** The new trend that it has learned from (epoch ms), or null. */
  get relearned(): number | null {
    return this.s.relearned ?? null;
  }

  /** Values that it has taken without a verdict, 0 once it judges. */
  get warming(): number {
    return this.s.warming ?? 0;
  }

  /** Epoch ms of the last point, the usual distance between two, and the silence that is too long for it. */
  get rhythm(): { at: number; spacing: number; gapMs: number } {
    return { at: this.s.upTo, spacing: this.s.spacing, gapMs: this.longestGap() };
  }

  get isOpen(): boolean {
    return this.s.anomalies.open !== null;
  }

  /** A new trend begins: all that was learned before it goes. */
  private forget(t: number): void {
    const from = this.tuning.relearnFrom;
    if (from === null || t < from || this.s.relearned === from) return;
    this.s.detector = this.settings.detector.init(this.settings.params);
    this.s.relearned = from;
    this.tell(interrupt(this.s.anomalies));
  }

  /** Counts values without a verdict: how far a run is that has to learn first. A gap says nothing. */
  private note(value: number): void {
    if (scratch.level !== "UNKNOWN") {
      if (this.s.warming) this.s.warming = 0;
    } else if (Number.isFinite(value)) this.s.warming = (this.s.warming ?? 0) + 1;
  }

  private settle(join: TrafficJoin): void {
    const gate = this.settings.counts.minTraffic;
    settle(join, (p, traffic) =>
      this.decide(gate && traffic >= gate.atLeast ? p : { ...p, level: "NORMAL" }),
    );
  }

  private decide(p: Judged): void {
    this.tick(p.t);
    this.tell(advance(this.s.anomalies, this.settings.counts, this.settings.version, p));
  }

  private longestGap(): number {
    return Math.max(shortestGapMs, 10 * this.s.spacing);
  }

  /** Time goes on to a decided point; a silence before it that is too long ends what is open. */
  private tick(t: number): void {
    if (this.s.spacing > 0 && t - this.s.decidedAt > this.longestGap())
      this.tell(interrupt(this.s.anomalies));
    this.follow(t);
  }

  /** Learns the usual interval between points. */
  private follow(t: number): void {
    const s = this.s;
    const since = t - s.decidedAt;
    s.decidedAt = t;
    if (since === Number.POSITIVE_INFINITY) return;
    s.spacing =
      s.spacing === 0 ? since : s.spacing + 0.1 * (Math.min(since, 4 * s.spacing) - s.spacing);
  }

  private tell(happened: { event: AnomalyEvent; bout: Bout } | null): void {
    if (happened) this.onAnomaly(happened.event, this.told(happened.bout));
  }

  private told(bout: Bout): Anomaly {
    const { id, service, metric } = this.series;
    const { detectorId } = this.settings;
    return {
      id: anomalyId(id, detectorId, bout.startedAt),
      seriesId: id,
      detectorId,
      service,
      metric,
      ...bout,
      // Absent in states of older releases
      muted: bout.muted ?? null,
    };
  }
}

const scratch = newVerdict();

const untouched = (settings: RunSettings): Saved => ({
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
