import type { AnomalyEvent } from "./anomaly-run";
import { type Around, newAround } from "./around";
import type { Anomaly } from "./model";
import { type RunSeries, type RunSettings, SeriesRun } from "./series-run";
import { noTuning, type Tuning } from "./tuning";

/**
 * A run that first has to learn from history. Points that come meanwhile wait here; `holds` are the stream's offsets
 * before the first of them: a checkpoint must not go beyond these, so that a crash brings the points again.
 */
export type Training = {
  slot: Slot;
  settings: RunSettings;
  /** History before this time (epoch ms) is learned silently */
  until: number;
  times: number[];
  values: number[];
  trafficTimes: number[];
  trafficValues: number[];
  /** null when an older version goes on judging meanwhile */
  holds: readonly number[] | null;
  done: boolean;
};

type Host = {
  onAnomaly(slot: Slot, event: AnomalyEvent, anomaly: Anomaly): void;
  onTraining(training: Training): void;
  onDirty(slot: Slot): void;
  onWaiting(slot: Slot): void;
  offsets(): readonly number[];
};

/** A companion runs ahead by no more (see the engine's `mostGathered`). */
const mostEarly = 128;

/** One detector on one series inside the engine: waiting for its first point, learning, or judging. */
export class Slot {
  readonly series: RunSeries;
  /** The live version; while it is learning, `run` may still be of the one before */
  settings: RunSettings;
  run: SeriesRun | null = null;
  training: Training | null = null;
  /** What labels have taught this detector about this series */
  tuning: Tuning;
  /** The series that tells the traffic, once it is known */
  companion: { series: RunSeries; feeds: Slot[] } | null = null;
  /** Traffic that came before the first point: series are gone through one after the other, the companion maybe first */
  private early: [t: number, value: number][] = [];
  private readonly host: Host;
  private readonly around: Around;

  constructor(
    series: RunSeries,
    settings: RunSettings,
    host: Host,
    tuning: Tuning = noTuning,
    around: Around = newAround(),
  ) {
    this.series = series;
    this.around = around;
    this.tuning = tuning;
    this.settings = settings;
    this.host = host;
  }

  /** A run of this slot that is not yet in charge. */
  newRun(settings: RunSettings, saved?: ReturnType<SeriesRun["save"]>): SeriesRun {
    return new SeriesRun(
      settings,
      this.series,
      (event, anomaly) => this.host.onAnomaly(this, event, anomaly),
      saved,
      this.tuning,
      this.around,
    );
  }

  /** Returns false for a point that came too late to be judged. */
  push(t: number, value: number): boolean {
    const run = this.run;
    if (this.training) {
      const { training } = this;
      training.times.push(t);
      training.values.push(value);
    } else if (!run) {
      this.learn({
        settings: this.settings,
        until: t,
        trafficTimes: this.early.map(([at]) => at),
        trafficValues: this.early.map(([, traffic]) => traffic),
        holds: [...this.host.offsets()],
      });
      this.early = [];
      return this.push(t, value);
    }
    if (!run) return true;
    if (!run.dirty) this.host.onDirty(this);
    const taken = run.push(t, value) !== null;
    if (run.isWaiting) this.host.onWaiting(this);
    return taken;
  }

  pushTraffic(t: number, value: number): void {
    if (!this.training && !this.run) {
      this.early.push([t, value]);
      if (this.early.length > 2 * mostEarly) this.early = this.early.slice(-mostEarly);
      return;
    }
    this.training?.trafficTimes.push(t);
    this.training?.trafficValues.push(value);
    if (!this.run) return;
    if (!this.run.dirty) this.host.onDirty(this);
    this.run.pushTraffic(t, value);
  }

  /** Judges points that waited for late ones up to a time. Returns whether some still wait. */
  release(upTo: number): boolean {
    const { run } = this;
    if (!run?.isWaiting) return false;
    if (!run.dirty) this.host.onDirty(this);
    run.release(upTo - run.settings.counts.lateMs);
    return run.isWaiting;
  }

  /** Another version goes live: it learns the same history, then takes over. */
  replace(settings: RunSettings): void {
    this.settings = settings;
    const { training, run } = this;
    if (training) training.done = true;
    this.training = null;
    if (run) this.learn({ settings, until: run.upTo + 1 });
    else if (training) this.learn({ ...training, settings });
  }

  /** Labels have changed: what counts changes at once; what is to be forgotten, or not any more, is learned anew. */
  tune(tuning: Tuning): void {
    this.tuning = tuning;
    if (this.training) this.replace(this.settings);
    else if (this.run) {
      this.run.tuning = tuning;
      this.catchUp();
    }
  }

  /** Learns anew when the run has not learned from the trend that labels name. */
  catchUp(): void {
    if (this.run && this.run.relearned !== this.tuning.relearnFrom) this.replace(this.settings);
  }

  /**
   * The trained run takes charge, with the points that waited: the first run of a slot judges them, a new version has
   * only to catch up with what the old one judged already, and goes on with its anomalies.
   */
  takeOver(training: Training, run: SeriesRun): void {
    if (training.done || this.training !== training) return;
    training.done = true;
    this.training = null;
    const { times, values, trafficTimes, trafficValues } = training;
    this.host.onDirty(this);
    if (this.run) {
      // The new version is taught up to now; what waited for late points is the old one's to judge
      this.run.release(Number.POSITIVE_INFINITY);
      for (let i = 0; i < times.length; i++) run.train(times[i] as number, values[i] as number);
      run.adopt(this.run);
      this.run = run;
      return;
    }
    this.run = run;
    for (let i = 0, k = 0; i <= times.length; i++) {
      const t = times[i] ?? Number.POSITIVE_INFINITY;
      for (; k < trafficTimes.length && (trafficTimes[k] as number) <= t; k++)
        run.pushTraffic(trafficTimes[k] as number, trafficValues[k] as number);
      if (i < times.length) run.push(t, values[i] as number);
    }
  }

  private learn(wish: Partial<Training> & Pick<Training, "settings" | "until">): void {
    this.training = {
      times: [],
      values: [],
      trafficTimes: [],
      trafficValues: [],
      holds: null,
      ...wish,
      slot: this,
      done: false,
    };
    this.host.onTraining(this.training);
  }
}
