import type pg from "pg";
import { saveAnomalies } from "@/lib/detect/anomaly-store";
import { readSeriesAfter, readSeriesOf } from "@/lib/detect/catalog-store";
import { type Definition, Engine } from "@/lib/detect/engine";
import { readTunings, tuningsMark } from "@/lib/detect/label-store";
import { detectGroup, seenGroup } from "@/lib/detect/lag-store";
import { runSettings } from "@/lib/detect/run-settings";
import type { RunSettings, SeriesRun } from "@/lib/detect/series-run";
import {
  dropPairs,
  encodeStates,
  loadStates,
  type SavedState,
  saveStates,
} from "@/lib/detect/state-store";
import { type DetectorVersion, liveVersionsMark, readDetectorVersions } from "@/lib/detect/store";
import { Problem } from "@/lib/problem";
import { decodeSamples } from "@/lib/stream/sample-batch";
import { type Stream, type StreamRecord, samplesTopic } from "@/lib/stream/stream";
import type { RoleContext } from "../role";
import { MergedReader } from "./merged-reader";
import { Trainer } from "./trainer";

/** Offsets and states are saved together this often; a crash repeats no more than that. */
export const usualCheckpointMs = 5000;
/** Definitions are looked at this often even when nobody told of an edit: a notification may be lost. */
const lookMs = 5000;
/** Checkpoints take at most this share of the time: with many series they come further apart. */
const checkpointShare = 0.1;
/** Growth of an open anomaly and the lag are told this often; news is told at once. */
const tellMs = 1000;

/** One run of the detectors from a checkpoint on. Any error ends it; the next session goes on from the checkpoint. */
export class DetectSession {
  private readonly ctx: RoleContext;
  private readonly stream: Stream;
  private readonly trainer: Trainer;
  private readonly checkpointMs: number;
  private engine = new Engine([]);
  private reader: MergedReader;
  private ahead: Promise<StreamRecord[]> | null = null;
  private definitions = new Map<string, Definition>();
  private newestSeries = 0;
  /** On the clock that never jumps */
  private checkpointAt = 0;
  private toldAt = Number.NEGATIVE_INFINITY;
  private lookAt = 0;
  /** Of the definitions and of the labels in use */
  private mark = "";
  private tuningMark = "";
  private seen: number[] = [];
  /** Anomalies already told to have ended in silence, and where */
  private overdue: ReadonlyMap<string, number> = new Map();
  /** Set when a definition may have changed */
  stale = false;

  constructor(ctx: RoleContext, stream: Stream, onReady: () => void, checkpointMs: number) {
    this.ctx = ctx;
    this.checkpointMs = checkpointMs;
    this.stream = stream;
    this.trainer = new Trainer(ctx.db, onReady);
    this.reader = new MergedReader(stream, samplesTopic, []);
  }

  /** Loads definitions, series, states and offsets. */
  async open(): Promise<void> {
    const { db, log } = this.ctx;
    const next = await this.stream.offsets(detectGroup, samplesTopic);
    this.engine = new Engine(next);
    this.reader = new MergedReader(this.stream, samplesTopic, next);
    this.seen = [...next];
    this.mark = await liveVersionsMark(db);
    const versions = await readDetectorVersions(db.prisma);
    await this.retune();
    this.engine.define(this.liveOf(versions));
    await this.addNewSeries();
    const gone: { detectorId: string; seriesId: number }[] = [];
    await loadStates(db, (states) => {
      for (const s of states) if (!this.restore(versions, s)) gone.push(s);
    });
    if (gone.length > 0) await this.within((tx) => dropPairs(tx, gone));
    this.trainer.add(this.engine.takeTrainings());
    log.info({ runs: this.engine.runs, dropped: gone.length, next }, "detectors loaded");
  }

  /** Reads, judges and tells what has come since; true when more is known to wait. */
  async step(): Promise<boolean> {
    if (this.trainer.failure) throw this.trainer.failure;
    if (this.stale || performance.now() >= this.lookAt) await this.redefine();
    const records = await this.records();
    const batches = records.map((r) => ({ ...r, points: decodeSamples(r.payload) }));
    const unknown = new Set<number>();
    for (const { points } of batches)
      for (const id of points.ids) if (!this.engine.knows(id)) unknown.add(id);
    if (unknown.size > 0) await this.addNewSeries(unknown);
    for (const { points, partition, offset } of batches) {
      const expected = this.engine.next[partition] ?? 0;
      if (offset > expected && expected > 0)
        this.ctx.log.warn({ partition, from: expected, to: offset }, "records were gone unread");
      this.engine.accept(points, partition, offset + 1);
    }
    this.trainer.add(this.engine.takeTrainings());
    await this.takeTrained();
    await this.tell();
    if (performance.now() >= this.checkpointAt) await this.checkpoint();
    return this.reader.behind || this.ahead !== null;
  }

  /** What can be judged now; the database looks for more while we judge it. */
  private async records(): Promise<StreamRecord[]> {
    const records = await (this.ahead ?? this.reader.read());
    this.ahead = this.reader.behind ? this.reader.read() : null;
    // It is awaited in the next step; until then its failure is nobody's
    this.ahead?.catch(() => undefined);
    return records;
  }

  /** Counts of points accepted, too late, and of no known series. */
  get accepted(): Readonly<Engine["stats"]> {
    return this.engine.stats;
  }

  /** Runs that still learn from history. */
  get learning(): number {
    return this.trainer.waiting;
  }

  /** Finishes what is under way and saves it. */
  async close(): Promise<void> {
    await this.trainer.stop();
    await this.checkpoint();
  }

  /** Stops without saving, after an error. */
  async abandon(): Promise<void> {
    await this.trainer.stop();
  }

  /** Definitions that can run; one that cannot keeps its last good version. */
  private liveOf(versions: readonly DetectorVersion[]): Definition[] {
    const list: Definition[] = [];
    for (const v of versions) {
      if (!v.enabled || v.version !== v.liveVersion) continue;
      const definition = this.prepared(v) ?? this.definitions.get(v.id);
      if (definition) list.push(definition);
    }
    this.definitions = new Map(list.map((d) => [d.settings.detectorId, d]));
    return list;
  }

  private prepared(v: DetectorVersion): Definition | null {
    try {
      return { settings: runSettings(v.id, v.version, v.settings), target: v.settings.target };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.ctx.log.error({ detector: v.id, version: v.version, why: error.message }, "cannot run");
      return null;
    }
  }

  /** Gives a saved state back to its run; false when nobody wants it any more. */
  private restore(versions: readonly DetectorVersion[], s: SavedState): boolean {
    let settings: RunSettings | undefined = this.definitions.get(s.detectorId)?.settings;
    if (settings && settings.version !== s.version) {
      const old = versions.find((v) => v.id === s.detectorId && v.version === s.version);
      settings = (old && this.prepared(old)?.settings) ?? undefined;
    }
    return settings !== undefined && this.engine.restore(s.seriesId, settings, s.state);
  }

  private async redefine(): Promise<void> {
    this.stale = false;
    this.lookAt = performance.now() + lookMs;
    await this.retune();
    const mark = await liveVersionsMark(this.ctx.db);
    if (mark === this.mark) return;
    this.mark = mark;
    const versions = await readDetectorVersions(this.ctx.db.prisma);
    const dropped = this.engine.define(this.liveOf(versions));
    if (dropped.length > 0) await this.within((tx) => dropPairs(tx, dropped));
    this.trainer.add(this.engine.takeTrainings());
  }

  /** Takes up what labels teach, if any was set or taken back or a change came that one waits for. */
  private async retune(): Promise<void> {
    const { db, now } = this.ctx;
    const mark = await tuningsMark(db);
    if (mark === this.tuningMark) return;
    this.tuningMark = mark;
    this.engine.tune(await readTunings(db, { now: now() }));
    this.trainer.add(this.engine.takeTrainings());
  }

  /** Takes up series made since; `wanted` are known to be missing and may have smaller ids. */
  private async addNewSeries(wanted?: Set<number>): Promise<void> {
    const fresh = await readSeriesAfter(this.ctx.db, this.newestSeries);
    this.newestSeries = fresh.at(-1)?.id ?? this.newestSeries;
    this.engine.addSeries(fresh);
    const missing = [...(wanted ?? [])].filter((id) => !this.engine.knows(id));
    if (missing.length > 0) this.engine.addSeries(await readSeriesOf(this.ctx.db, missing));
  }

  /**
   * Puts trained runs in charge. A first run is saved before it judges anything, and a new version before it judges
   * anything further: what was found is then always what the saved state would find again.
   */
  private async takeTrained(): Promise<void> {
    const trained = this.trainer.take().filter(({ training }) => !training.done);
    if (trained.length === 0) return;
    for (const { training, run } of trained)
      if (training.slot.run) training.slot.takeOver(training, run);
    const states = encodeStates(trained.map(({ training, run }) => stateOf(run, training.until)));
    await this.within((tx) => saveStates(tx, states));
    for (const { training, run } of trained) training.slot.takeOver(training, run);
  }

  /** Writes anomalies: news at once, growth (and how far we have read) every second. */
  private async tell(): Promise<void> {
    const now = performance.now();
    const due = now - this.toldAt >= tellMs;
    if (this.engine.found !== "news" && !due) return;
    const moved = this.seen.some((next, p) => next !== this.engine.next[p]);
    if (this.engine.found === "nothing" && !moved) return;
    this.toldAt = now;
    await this.within((tx) => this.tellIn(tx));
  }

  private async tellIn(tx: pg.PoolClient): Promise<void> {
    const { engine } = this;
    const next = [...engine.next];
    const silent = engine.overdue(this.ctx.now());
    const ended = silent.filter((a) => this.overdue.get(a.id) !== a.lastAt);
    this.overdue = new Map(silent.map((a) => [a.id, a.lastAt]));
    const { anomalies, urgent } = engine.takeAnomalies();
    await saveAnomalies(tx, anomalies, { news: urgent });
    await saveAnomalies(tx, ended, { news: true });
    for (const [p, offset] of next.entries())
      if (offset !== this.seen[p]) await this.stream.commit(tx, seenGroup, samplesTopic, p, offset);
    this.seen = next;
  }

  /** States and offsets in one transaction, with all that was found until then. */
  private async checkpoint(): Promise<void> {
    const started = performance.now();
    const offsets = this.engine.safeOffsets();
    const states = encodeStates(
      this.engine.takeDirty().flatMap(({ run }) => (run ? [stateOf(run, 0)] : [])),
    );
    await this.within(async (tx) => {
      await this.tellIn(tx);
      await saveStates(tx, states);
      for (const [p, next] of offsets.entries())
        await this.stream.commit(tx, detectGroup, samplesTopic, p, next);
      // A sign of life also when nothing comes
      for (const [p, next] of this.seen.entries())
        await this.stream.commit(tx, seenGroup, samplesTopic, p, next);
    });
    const took = performance.now() - started;
    this.checkpointAt =
      performance.now() + Math.max(this.checkpointMs, took * (1 / checkpointShare - 1));
    this.ctx.log.debug({ states: states.states.length, took, ...this.engine.stats }, "checkpoint");
  }

  private async within<T>(run: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
    const tx = await this.ctx.db.pool.connect();
    // A connection that breaks fails its query; the event alone must not end the process
    const lost = () => undefined;
    tx.on("error", lost);
    let broken: Error | undefined;
    try {
      await tx.query("BEGIN");
      const result = await run(tx);
      await tx.query("COMMIT");
      return result;
    } catch (error) {
      broken = error as Error;
      throw error;
    } finally {
      tx.off("error", lost);
      tx.release(broken);
    }
  }
}

const stateOf = (run: SeriesRun, untilMs: number): SavedState => ({
  detectorId: run.settings.detectorId,
  seriesId: run.series.id,
  version: run.settings.version,
  upTo: Number.isFinite(run.upTo) ? run.upTo : untilMs,
  state: run.save(),
});
