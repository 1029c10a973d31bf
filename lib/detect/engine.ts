import { ExpressionIndex, SeriesIndex } from "@/lib/series/expression-index";
import type { Tags } from "@/lib/series/tags";
import type { AnomalyEvent } from "./anomaly-run";
import { type Around, newAround } from "./around";
import { type Companion, Companions } from "./companions";
import type { State } from "./detector";
import type { Anomaly } from "./model";
import { PointChains } from "./point-chains";
import { type RunSeries, type RunSettings, SeriesRun } from "./series-run";
import { Slot, type Training } from "./slot";
import { type Surroundings, SurroundingsIndex } from "./surroundings";
import { noTuning, type Tuning } from "./tuning";
import { pairOf, tuningKey } from "./tuning-key";

export type EngineSeries = RunSeries & {
  tags: Tags;
  /** Detectors whose anomalies it comes from: they never watch it */
  madeFrom?: readonly string[];
};

/** The live version of an enabled detector and the series it is for. */
export type Definition = { settings: RunSettings; target: string };

type Entry = Companion & {
  series: EngineSeries;
  slots: Slot[];
  /** Shared by the runs of all its slots */
  around: Around;
  /** How many of its points wait to be gone through; counted only while it has feeds */
  gathered: number;
};

/** Points in columns, as they come from the stream; `next` is the offset after their record. */
type Accepted = {
  points: { ids: Int32Array; times: Float64Array; values: Float64Array };
  partition: number;
  next: number;
};

/**
 * Every detector on every series: mapping, runs, versions and what they have found. No clock, no I/O; the shell brings
 * definitions, series and points, trains what `takeTrainings` names, and saves what `takeAnomalies` and `takeDirty` name.
 */
export class Engine {
  /** Next offset to read of each partition: all before it has been accepted */
  readonly next: number[];
  /** Latest point time seen, epoch ms */
  newest = Number.NEGATIVE_INFINITY;
  readonly stats = { points: 0, late: 0, unknown: 0, verdicts: 0 };
  private readonly entries: (Entry | undefined)[] = [];
  private readonly companions = new Companions();
  private readonly definitions = new Map<string, Definition>();
  private readonly targets = new ExpressionIndex<string>();
  private readonly series = new SeriesIndex<number>();
  /** What labels have taught, by detector and series */
  private tunings: ReadonlyMap<string, Tuning> = new Map();
  private readonly surroundings = new SurroundingsIndex();
  private readonly chains = new PointChains();
  private readonly open = new Set<Slot>();
  /** Slots in which points wait for late ones */
  private readonly waiting = new Set<Slot>();
  private readonly holding = new Set<Training>();
  private trainings: Training[] = [];
  private anomalies = new Map<string, Anomaly>();
  private urgent = false;
  private dirty: Slot[] = [];
  private readonly host = {
    onAnomaly: (slot: Slot, event: AnomalyEvent, anomaly: Anomaly) => {
      this.anomalies.set(anomaly.id, anomaly);
      if (event !== "grown") this.urgent = true;
      if (event === "opened") this.open.add(slot);
      else if (event === "closed") this.open.delete(slot);
    },
    onTraining: (training: Training) => {
      this.trainings.push(training);
      if (training.holds) this.holding.add(training);
    },
    onDirty: (slot: Slot) => this.dirty.push(slot),
    onWaiting: (slot: Slot) => this.waiting.add(slot),
    offsets: () => this.next,
  };

  constructor(next: readonly number[]) {
    this.next = [...next];
  }

  knows(seriesId: number): boolean {
    return this.entries[seriesId] !== undefined;
  }

  get runs(): number {
    return this.entries.reduce((n, e) => n + (e?.slots.length ?? 0), 0);
  }

  /** Adds series that are not known yet and attaches the detectors whose target they match. */
  addSeries(list: readonly EngineSeries[]): void {
    for (const series of list) {
      if (this.entries[series.id]) continue;
      const entry: Entry = { series, slots: [], feeds: [], gathered: 0, around: newAround() };
      this.surroundings.look(entry.around, series);
      this.entries[series.id] = entry;
      this.series.add(series.id, series.metric, series.tags);
      this.companions.add(entry);
      for (const id of this.targets.match(series.metric, series.tags)) this.attach(entry, id);
    }
  }

  /**
   * Replaces all definitions. Runs of detectors that are gone, or whose target no longer matches, are dropped and
   * returned so that the shell forgets them too; a new version learns from history and then takes over.
   */
  define(definitions: readonly Definition[]): { detectorId: string; seriesId: number }[] {
    const wanted = new Map(definitions.map((d) => [d.settings.detectorId, d]));
    const dropped: { detectorId: string; seriesId: number }[] = [];
    for (const [id, old] of this.definitions) {
      const now = wanted.get(id);
      if (now && now.settings.version === old.settings.version) continue;
      const stays = new Set(now ? this.series.match(now.target) : []);
      for (const seriesId of this.series.match(old.target)) {
        const entry = this.entries[seriesId];
        const slot = entry?.slots.find((s) => s.settings.detectorId === id);
        if (!entry || !slot) continue;
        this.companions.unlink(slot);
        if (now && stays.has(seriesId)) {
          slot.replace(now.settings);
          this.companions.link(slot);
        } else {
          this.detach(entry, slot);
          dropped.push({ detectorId: id, seriesId });
        }
      }
      if (!now) {
        this.definitions.delete(id);
        this.targets.delete(id);
      }
    }
    for (const [id, now] of wanted) {
      if (this.definitions.get(id)?.settings.version === now.settings.version) continue;
      this.definitions.set(id, now);
      this.targets.set(id, now.target);
      for (const seriesId of this.series.match(now.target)) {
        const entry = this.entries[seriesId];
        if (entry && !entry.slots.some((s) => s.settings.detectorId === id)) this.attach(entry, id);
      }
    }
    return dropped;
  }

  /** Gives a run its saved state. False when no such pair is wanted any more, or it could not go on from that state. */
  restore(seriesId: number, settings: RunSettings, state: State): boolean {
    const slot = this.entries[seriesId]?.slots.find(
      (s) => s.settings.detectorId === settings.detectorId,
    );
    if (!slot || !SeriesRun.fits(settings, state)) return false;
    slot.run = slot.newRun(settings, state);
    if (slot.run.isOpen) this.open.add(slot);
    if (slot.run.isWaiting) this.waiting.add(slot);
    if (settings.version !== slot.settings.version) slot.replace(slot.settings);
    else slot.catchUp();
    return true;
  }

  /** Replaces what labels have taught; keys by `tuningKey`. Runs whose tuning is not the same any more follow it at once. */
  tune(tunings: ReadonlyMap<string, Tuning>): void {
    const before = this.tunings;
    this.tunings = tunings;
    for (const key of new Set([...before.keys(), ...tunings.keys()])) {
      const now = tunings.get(key) ?? noTuning;
      if (JSON.stringify(before.get(key) ?? noTuning) === JSON.stringify(now)) continue;
      const { detectorId, seriesId } = pairOf(key);
      this.entries[seriesId]?.slots.find((s) => s.settings.detectorId === detectorId)?.tune(now);
    }
  }

  /** Replaces what is known of changes and maintenance windows; it counts from the next point on. */
  surround(surroundings: Surroundings): void {
    this.surroundings.replace(surroundings);
    for (const entry of this.entries) if (entry) this.surroundings.look(entry.around, entry.series);
  }

  /** What goes on around a series that is known; it stays up to date. */
  aroundOf(seriesId: number): Around | undefined {
    return this.entries[seriesId]?.around;
  }

  /** Judges what has waited for late points long enough by the clock (epoch ms), for a series may fall silent. */
  release(now: number): void {
    const at = Math.min(now, this.newest);
    for (const slot of this.waiting) if (!slot.release(at)) this.waiting.delete(slot);
  }

  /**
   * Takes the points of records in the order of their partitions. All their series must be known. A series that has points
   * in several records is gone through at once: its state is then near at hand, which is most of the cost of a point.
   */
  accept(records: readonly Accepted[]): void {
    const { entries, stats, chains } = this;
    let ahead = 0;
    for (const { points } of records)
      for (let i = 0; i < points.ids.length; i++) {
        const id = points.ids[i] as number;
        const t = points.times[i] as number;
        const entry = entries[id];
        if (!entry) {
          stats.unknown++;
          continue;
        }
        if (t > this.newest) this.newest = t;
        chains.add(id, t, points.values[i] as number);
        if (entry.feeds.length > 0) ahead = Math.max(ahead, ++entry.gathered);
        if (ahead >= mostGathered) {
          this.goThrough();
          ahead = 0;
        }
      }
    this.goThrough();
    for (const { points, partition, next } of records) {
      stats.points += points.ids.length;
      // Not before all is absorbed: who begins to learn meanwhile holds the offset before these records
      this.next[partition] = next;
    }
  }

  /** Judges what has been gathered, series by series. */
  private goThrough(): void {
    const { entries, stats, chains } = this;
    for (const id of chains.ids) {
      const entry = entries[id] as Entry;
      const { slots, feeds } = entry;
      entry.gathered = 0;
      for (let k = chains.first(id); k >= 0; k = chains.after(k)) {
        const t = chains.times[k] as number;
        const value = chains.values[k] as number;
        for (const slot of slots) stats[slot.push(t, value) ? "verdicts" : "late"]++;
        for (const slot of feeds) slot.pushTraffic(t, value);
      }
    }
    chains.clear();
  }

  /** Runs that have to learn from history, asked for since the last call. */
  takeTrainings(): Training[] {
    const list = this.trainings.filter((t) => !t.done);
    this.trainings = [];
    return list;
  }

  /** What has been found since the last call, and whether something opened, changed or closed. */
  takeAnomalies(): { anomalies: Anomaly[]; urgent: boolean } {
    const taken = { anomalies: [...this.anomalies.values()], urgent: this.urgent };
    this.anomalies = new Map();
    this.urgent = false;
    return taken;
  }

  get found(): "nothing" | "growth" | "news" {
    return this.urgent ? "news" : this.anomalies.size > 0 ? "growth" : "nothing";
  }

  /** Open anomalies of series that have fallen silent, as ended. They open again should the series go on. */
  overdue(now: number): Anomaly[] {
    const at = Math.min(now, this.newest);
    return [...this.open].flatMap((slot) => slot.run?.overdue(at) ?? []);
  }

  /** Runs whose state has changed since the last call. */
  takeDirty(): Slot[] {
    const list = [...new Set(this.dirty)].filter((slot) => slot.run);
    this.dirty = [];
    return list;
  }

  /** Every pair of a detector and a series. */
  *slots(): Generator<Slot> {
    for (const entry of this.entries) if (entry) yield* entry.slots;
  }

  /** Gives back what could not be saved. */
  putBack(slots: readonly Slot[]): void {
    this.dirty.push(...slots);
  }

  /** Offsets that may be committed: everything before them is in the states or will not be needed again. */
  safeOffsets(): number[] {
    const safe = [...this.next];
    for (const training of this.holding) {
      if (training.done) this.holding.delete(training);
      else
        training.holds?.forEach((hold, p) => {
          safe[p] = Math.min(safe[p] ?? hold, hold);
        });
    }
    return safe;
  }

  private attach(entry: Entry, detectorId: string): void {
    const definition = this.definitions.get(detectorId);
    if (!definition || entry.series.madeFrom?.includes(detectorId)) return;
    const tuning = this.tunings.get(tuningKey(detectorId, entry.series.id));
    const slot = new Slot(entry.series, definition.settings, this.host, tuning, entry.around);
    entry.slots.push(slot);
    this.companions.link(slot);
  }

  private detach(entry: Entry, slot: Slot): void {
    entry.slots = entry.slots.filter((s) => s !== slot);
    if (slot.training) slot.training.done = true;
    slot.training = null;
    slot.run = null;
    this.open.delete(slot);
    this.waiting.delete(slot);
    for (const [id, a] of this.anomalies)
      if (a.detectorId === slot.settings.detectorId && a.seriesId === slot.series.id)
        this.anomalies.delete(id);
    this.companions.unlink(slot);
  }
}

/**
 * A series that tells others the traffic may run ahead of them by no more points than this: after a long pause all of
 * its points would come before any of theirs, and a traffic join keeps only so many.
 */
const mostGathered = 128;
