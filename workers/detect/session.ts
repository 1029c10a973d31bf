import type pg from "pg";
import { saveAnomalies, saveShadowAnomalies } from "@/lib/detect/anomaly-store";
import type { Engine } from "@/lib/detect/engine";
import { readTunings, tuningsMark } from "@/lib/detect/label-store";
import { detectGroup, seenGroup } from "@/lib/detect/lag-store";
import type { Anomaly } from "@/lib/detect/model";
import { dropReadiness, saveProblems, saveReadiness } from "@/lib/detect/readiness-store";
import { type DetectorVersion, liveVersionsMark, readDetectorVersions } from "@/lib/detect/store";
import { readSurroundings } from "@/lib/detect/surroundings-store";
import { meter } from "@/lib/health/meter";
import { decodeSamples } from "@/lib/stream/sample-batch";
import { type Stream, type StreamRecord, samplesTopic } from "@/lib/stream/stream";
import type { RoleContext } from "../role";
import { Lane, type Pair } from "./lane";
import { MergedReader } from "./merged-reader";

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
  private readonly checkpointMs: number;
  private readonly onReady: () => void;
  private live: Lane;
  private shadow: Lane;
  private reader: MergedReader;
  private ahead: Promise<StreamRecord[]> | null = null;
  /** Why the anomalies of some detectors are recorded but page nobody */
  private untrusted: ReadonlyMap<string, string> = new Map();
  /** On the clock that never jumps */
  private checkpointAt = 0;
  private toldAt = Number.NEGATIVE_INFINITY;
  private lookAt = 0;
  /** Of the definitions and of the labels in use */
  private mark = "";
  private tuningMark = "";
  private aroundMark = "";
  private seen: number[] = [];
  private counted: Readonly<Engine["stats"]> = { points: 0, late: 0, unknown: 0, verdicts: 0 };
  /** Set when a definition may have changed */
  stale = false;

  constructor(ctx: RoleContext, stream: Stream, onReady: () => void, checkpointMs: number) {
    this.ctx = ctx;
    this.checkpointMs = checkpointMs;
    this.stream = stream;
    this.onReady = onReady;
    this.live = new Lane(ctx, "live", [], onReady);
    this.shadow = new Lane(ctx, "shadow", [], onReady);
    this.reader = new MergedReader(stream, samplesTopic, []);
  }

  private get lanes(): readonly Lane[] {
    return [this.live, this.shadow];
  }

  /** Loads definitions, series, states and offsets. */
  async open(): Promise<void> {
    const { ctx, onReady } = this;
    const next = await this.stream.offsets(detectGroup, samplesTopic);
    this.live = new Lane(ctx, "live", next, onReady);
    this.shadow = new Lane(ctx, "shadow", next, onReady);
    this.reader = new MergedReader(this.stream, samplesTopic, next);
    this.seen = [...next];
    this.mark = await liveVersionsMark(ctx.db, ctx.now());
    const versions = await readDetectorVersions(ctx.db.prisma);
    await this.retune();
    this.untrusted = distrusted(versions);
    for (const lane of this.lanes) {
      lane.define(versions);
      await lane.addNewSeries();
      await this.drop(lane, await lane.restore(versions));
      lane.startTrainings();
    }
    await this.within((tx) => saveProblems(tx, this.live.problems));
    ctx.log.info(
      { runs: this.live.engine.runs, shadows: this.shadow.engine.runs, next },
      "detectors loaded",
    );
  }

  /** Reads, judges and tells what has come since; true when more is known to wait. */
  async step(): Promise<boolean> {
    const { live, lanes } = this;
    for (const { trainer } of lanes) if (trainer.failure) throw trainer.failure;
    if (this.stale || performance.now() >= this.lookAt) await this.redefine();
    const records = await this.records();
    const batches = records.map(({ payload, partition, offset }) => ({
      points: decodeSamples(payload),
      partition,
      offset,
      next: offset + 1,
    }));
    const unknown = new Set<number>();
    for (const { points } of batches)
      for (const id of points.ids) if (!live.engine.knows(id)) unknown.add(id);
    if (unknown.size > 0) for (const lane of lanes) await lane.addNewSeries(unknown);
    const next = [...live.engine.next];
    for (const { partition, offset } of batches) {
      const from = next[partition] ?? 0;
      if (offset > from && from > 0) {
        meter().detect.skipped.inc(offset - from);
        meter().skippedAt = this.ctx.now();
        this.ctx.log.warn({ partition, from, to: offset }, "records were gone unread");
      }
      next[partition] = offset + 1;
    }
    for (const lane of lanes) {
      lane.accept(batches);
      lane.startTrainings();
      await lane.takeTrained((run) => this.within(run));
      lane.engine.release(this.ctx.now());
    }
    this.count();
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

  /** Adds what was judged since the last time to what this process counts. */
  private count(): void {
    const { points, late, unknown, verdicts } = this.live.engine.stats;
    const { detect } = meter();
    detect.points.inc(points - this.counted.points);
    detect.late.inc(late - this.counted.late);
    detect.unknown.inc(unknown - this.counted.unknown);
    detect.verdicts.inc(verdicts - this.counted.verdicts);
    detect.learning.set(this.learning);
    this.counted = { points, late, unknown, verdicts };
  }

  /** Counts of points accepted, too late, and of no known series. */
  get accepted(): Readonly<Engine["stats"]> {
    return this.live.engine.stats;
  }

  /** Runs that still learn from history. */
  get learning(): number {
    return this.live.trainer.waiting;
  }

  /** Finishes what is under way and saves it. */
  async close(): Promise<void> {
    for (const { trainer } of this.lanes) await trainer.stop();
    await this.checkpoint();
  }

  /** Stops without saving, after an error. */
  async abandon(): Promise<void> {
    for (const { trainer } of this.lanes) await trainer.stop();
  }

  private async redefine(): Promise<void> {
    const { ctx } = this;
    this.stale = false;
    this.lookAt = performance.now() + lookMs;
    await this.retune();
    const mark = await liveVersionsMark(ctx.db, ctx.now());
    if (mark === this.mark) return;
    this.mark = mark;
    const versions = await readDetectorVersions(ctx.db.prisma);
    this.untrusted = distrusted(versions);
    for (const lane of this.lanes) {
      await this.drop(lane, lane.define(versions));
      await lane.addNewSeries();
      lane.startTrainings();
    }
    await this.within((tx) => saveProblems(tx, this.live.problems));
  }

  private async drop(lane: Lane, pairs: readonly Pair[]): Promise<void> {
    if (pairs.length === 0) return;
    await this.within(async (tx) => {
      await lane.drop(tx, pairs);
      if (lane.name === "live") await dropReadiness(tx, pairs);
    });
  }

  /** Takes up maintenance windows and changes, and what labels teach, as far as these are new. */
  private async retune(): Promise<void> {
    const { db, now } = this.ctx;
    const around = await readSurroundings(db, { now: now(), mark: this.aroundMark });
    if (around) {
      this.aroundMark = around.mark;
      for (const { engine } of this.lanes) engine.surround(around.surroundings);
    }
    const mark = await tuningsMark(db);
    if (mark === this.tuningMark) return;
    this.tuningMark = mark;
    const tunings = await readTunings(db, { now: now() });
    for (const lane of this.lanes) {
      lane.tune(tunings);
      lane.startTrainings();
    }
  }

  /** Writes anomalies: news at once, growth (and how far we have read) every second. */
  private async tell(): Promise<void> {
    const now = performance.now();
    const due = now - this.toldAt >= tellMs;
    const news = this.lanes.some(({ engine }) => engine.found === "news");
    if (!news && !due) return;
    const moved = this.seen.some((next, p) => next !== this.live.engine.next[p]);
    if (this.lanes.every(({ engine }) => engine.found === "nothing") && !moved) return;
    this.toldAt = now;
    await this.within((tx) => this.tellIn(tx));
  }

  private async tellIn(tx: pg.PoolClient): Promise<void> {
    const next = [...this.live.engine.next];
    const found = this.live.takeFound();
    const aside = this.shadow.takeFound();
    await saveAnomalies(tx, this.believed(found.anomalies), { news: found.urgent });
    meter().detect.anomalies.inc(found.anomalies.length + found.ended.length);
    await saveAnomalies(tx, this.believed(found.ended), { news: true });
    await saveShadowAnomalies(tx, aside.anomalies);
    await saveShadowAnomalies(tx, aside.ended);
    for (const [p, offset] of next.entries())
      if (offset !== this.seen[p]) await this.stream.commit(tx, seenGroup, samplesTopic, p, offset);
    this.seen = next;
  }

  /** What an untrusted detector finds is recorded, and pages nobody. */
  private believed(anomalies: readonly Anomaly[]): Anomaly[] {
    return anomalies.map((a) => {
      const why = this.untrusted.get(a.detectorId);
      return why === undefined || a.muted !== null ? a : { ...a, muted: `Not trusted: ${why}` };
    });
  }

  /** States and offsets in one transaction, with all that was found until then. */
  private async checkpoint(): Promise<void> {
    const started = performance.now();
    const safe = this.lanes.map(({ engine }) => engine.safeOffsets());
    const saves = this.lanes.map((lane) => lane.takeStates());
    const readiness = this.live.takeReadiness();
    let states = 0;
    await this.within(async (tx) => {
      await this.tellIn(tx);
      for (const save of saves) states += await save(tx);
      await saveReadiness(tx, readiness, this.ctx.now());
      for (const [p, next] of (safe[0] ?? []).entries())
        await this.stream.commit(
          tx,
          detectGroup,
          samplesTopic,
          p,
          Math.min(next, safe[1]?.[p] ?? next),
        );
      // A sign of life also when nothing comes
      for (const [p, next] of this.seen.entries())
        await this.stream.commit(tx, seenGroup, samplesTopic, p, next);
    });
    const took = performance.now() - started;
    this.checkpointAt =
      performance.now() + Math.max(this.checkpointMs, took * (1 / checkpointShare - 1));
    this.ctx.log.debug({ states, took, ...this.live.engine.stats }, "checkpoint");
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

const distrusted = (versions: readonly DetectorVersion[]): ReadonlyMap<string, string> =>
  new Map(versions.flatMap((v) => (v.untrusted === null ? [] : [[v.id, v.untrusted] as const])));
