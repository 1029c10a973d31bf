import { type AnomalyEvent, advance, type Bout, interrupt, type Judged } from "./anomaly-run";
import { type Around, excuseFor, newAround } from "./around";
import { clearVerdict } from "./classify";
import type { AnyDetector, State } from "./detector";
import { passesGates, sideOf } from "./gates";
import { fillGap, newLateBuffer, putInOrder, releaseUpTo } from "./intake";
import { type Anomaly, type Counts, newVerdict, type Verdict } from "./model";
import { fitsState, newRunState, type RunState } from "./run-state";
import { addTraffic, pass, settle, type TrafficJoin } from "./traffic-join";
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
  /** Looked at when a point is anomalous; whoever gave it may change what is in it */
  around: Around;
  private readonly onAnomaly: OnAnomaly;
  private s: RunState;

  constructor(
    settings: RunSettings,
    series: RunSeries,
    onAnomaly: OnAnomaly,
    saved?: State,
    tuning: Tuning = noTuning,
    around: Around = newAround(),
  ) {
    this.settings = settings;
    this.around = around;
    this.tuning = tuning;
    this.series = series;
    this.onAnomaly = onAnomaly;
    this.s = (saved as RunState | undefined) ?? newRunState(settings);
  }

  /** Whether a saved state is one that these settings can go on from: an older release may have kept other things. */
  static fits(settings: RunSettings, saved: State): boolean {
    return fitsState(settings, saved);
  }

  /** Epoch ms of the last point absorbed; −Infinity before the first. */
  get upTo(): number {
    return this.s.upTo;
  }

  /** Learns from a point of history without looking for anomalies. Returns as `push` does. */
  train(t: number, value: number): Verdict | null {
    if (!(t > this.s.upTo)) return null;
    if (this.settings.counts.gaps.policy === "skip") return this.learn(t, value);
    return this.fill(t, value, (at, v) => this.learn(at, v));
  }

  /**
   * Judges the next point. Returns the verdict (one object for all: copy to keep), or null for a point that is not
   * after the last one. With `lateMs` a point waits first, and its verdict is not known yet. Times in epoch ms; NaN is a
   * gap.
   */
  push(t: number, value: number): Verdict | null {
    const { lateMs } = this.settings.counts;
    if (!(t > this.s.upTo)) return null;
    if (lateMs === 0) return this.take(t, value);
    this.s.late ??= newLateBuffer();
    this.dirty = true;
    if (!putInOrder(this.s.late, t, value)) return null;
    this.release(this.s.late.newest - lateMs);
    clearVerdict(scratch);
    return scratch;
  }

  /**
   * Takes a verdict that somebody else gave of a point; the same gates decide whether it counts. False for a point that is
   * not after the last one.
   */
  pushVerdict(t: number, value: number, verdict: Verdict): boolean {
    if (!(t > this.s.upTo)) return false;
    this.s.upTo = t;
    this.dirty = true;
    Object.assign(scratch, verdict);
    this.weigh(t, value, this.warm());
    return true;
  }

  /** Whether points wait for late ones. */
  get isWaiting(): boolean {
    return (this.s.late?.times.length ?? 0) > 0;
  }

  /** Judges the points that waited up to a time (inclusive, epoch ms): nothing earlier is waited for any more. */
  release(upTo: number): void {
    const { late } = this.s;
    if (!late || !((late.times[0] ?? Number.POSITIVE_INFINITY) <= upTo)) return;
    this.dirty = true;
    releaseUpTo(late, upTo, (t, value) => this.take(t, value));
  }

  private take(t: number, value: number): Verdict {
    if (this.settings.counts.gaps.policy === "skip") return this.judge(t, value);
    return this.fill(t, value, (at, v, stand) =>
      stand && this.settings.counts.gaps.policy !== "zero" ? this.learn(at, v) : this.judge(at, v),
    );
  }

  /** A point with what stands in for those missing before it. */
  private fill(
    t: number,
    value: number,
    each: (t: number, value: number, stand: boolean) => Verdict,
  ): Verdict {
    const { gaps } = this.settings.counts;
    if (!Number.isFinite(value)) {
      // A point without a value is one that did not come; what follows fills the gap
      clearVerdict(scratch);
      return scratch;
    }
    this.s.gap = fillGap(this.s.gap, gaps, t, value, (at, v) => each(at, v, true));
    return each(t, value, false);
  }

  private learn(t: number, value: number): Verdict {
    this.s.upTo = t;
    this.follow(t);
    this.dirty = true;
    this.forget(t);
    this.warm();
    this.settings.detector.step(this.s.detector, t, value, this.settings.params, scratch);
    this.note(value);
    return scratch;
  }

  private judge(t: number, value: number): Verdict {
    const { detector, params } = this.settings;
    this.s.upTo = t;
    this.dirty = true;
    this.forget(t);
    detector.step(this.s.detector, t, value, params, scratch);
    this.weigh(t, value, this.warm());
    return scratch;
  }

  /** Lets the verdict in `scratch` count, as far as what counts lets it. */
  private weigh(t: number, value: number, cold: boolean): void {
    const { s, tuning } = this;
    const { counts } = this.settings;
    const { level } = scratch;
    if (level === "UNKNOWN" || s.warming) this.note(value);
    if (level === "UNKNOWN") {
      if (!s.traffic) this.tick(t);
      return;
    }
    const counting =
      level !== "NORMAL" &&
      !cold &&
      passesGates(counts, t, value, scratch) &&
      !belowBar(tuning, value, scratch);
    const settled = !s.traffic || (!counting && pass(s.traffic, t));
    // The usual case: nothing is odd, open or waiting
    if (!counting && settled && !s.anomalies.open) {
      this.tick(t);
      s.anomalies.seen++;
      return;
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
      muted: counting
        ? (expectedBecause(tuning, t, value, scratch) ??
          excuseFor(this.around, counts, this.series.metric, t, level))
        : null,
    };
    if (settled) this.decide(point);
    else if (s.traffic) {
      s.traffic.waiting.push(point);
      this.settle(s.traffic);
    }
  }

  /** Counts a point towards the warm-up; true while that lasts. */
  private warm(): boolean {
    const { warmUp } = this.settings.counts;
    const learned = this.s.learned ?? 0;
    if (learned >= warmUp) return false;
    this.s.learned = learned + 1;
    return true;
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
    this.s.learned = 0;
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
