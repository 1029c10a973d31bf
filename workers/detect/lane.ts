import type pg from "pg";
import { readSeriesAfter, readSeriesOf } from "@/lib/detect/catalog-store";
import { type Definition, Engine } from "@/lib/detect/engine";
import { external } from "@/lib/detect/external";
import type { Anomaly } from "@/lib/detect/model";
import { withDetectorsBehind } from "@/lib/detect/own-output-store";
import { type Readiness, readinessOf } from "@/lib/detect/readiness";
import type { PairReadiness } from "@/lib/detect/readiness-store";
import { runSettings } from "@/lib/detect/run-settings";
import type { RunSettings, SeriesRun } from "@/lib/detect/series-run";
import type { Slot } from "@/lib/detect/slot";
import {
  dropPairs,
  encodeStates,
  type LaneName,
  loadStates,
  type SavedState,
  saveStates,
} from "@/lib/detect/state-store";
import type { DetectorVersion } from "@/lib/detect/store";
import type { Tuning } from "@/lib/detect/tuning";
import { Problem } from "@/lib/problem";
import type { RoleContext } from "../role";
import { type Trained, Trainer } from "./trainer";

export type Pair = { detectorId: string; seriesId: number };

/**
 * One engine with what it runs and where it keeps it. The live lane runs the live versions; the shadow lane runs those
 * that are tried beside them, on the same points, and keeps all it finds apart.
 */
export class Lane {
  readonly name: LaneName;
  readonly engine: Engine;
  readonly trainer: Trainer;
  /** Why live versions cannot run, by detector */
  problems: ReadonlyMap<string, string> = new Map();
  private readonly ctx: RoleContext;
  private definitions = new Map<string, Definition>();
  private newestSeries = 0;
  /** Anomalies already told to have ended in silence, and where */
  private overdue: ReadonlyMap<string, number> = new Map();
  private readonly told = new WeakMap<Slot, string>();

  constructor(ctx: RoleContext, name: LaneName, next: readonly number[], onReady: () => void) {
    this.ctx = ctx;
    this.name = name;
    this.engine = new Engine(next);
    this.trainer = new Trainer(ctx.db, ctx.now, onReady);
  }

  /** Nothing runs here: points need not be looked at. */
  get idle(): boolean {
    return this.definitions.size === 0;
  }

  /** Takes up definitions; returns the pairs that are detected no longer. */
  define(versions: readonly DetectorVersion[]): Pair[] {
    const list = this.runnable(versions);
    this.definitions = new Map(list.map((d) => [d.settings.detectorId, d]));
    return this.engine.define(list);
  }

  tune(tunings: ReadonlyMap<string, Tuning>): void {
    this.engine.tune(tunings);
  }

  /** Gives saved states back to their runs; returns those that nobody wants any more. */
  async restore(versions: readonly DetectorVersion[]): Promise<Pair[]> {
    const gone: Pair[] = [];
    const judgedOutside = new Set(
      versions.filter((v) => v.settings.algorithm === external.name).map((v) => v.id),
    );
    await loadStates(
      this.ctx.db,
      (states) => {
        for (const s of states)
          if (!judgedOutside.has(s.detectorId) && !this.restoreOne(versions, s)) gone.push(s);
      },
      this.name,
    );
    return gone;
  }

  /** Takes up series made since; `wanted` are known to be missing and may have smaller ids. */
  async addNewSeries(wanted?: ReadonlySet<number>): Promise<void> {
    if (this.name === "shadow" && this.idle) return;
    const fresh = await readSeriesAfter(this.ctx.db, this.newestSeries);
    this.newestSeries = fresh.at(-1)?.id ?? this.newestSeries;
    this.engine.addSeries(await withDetectorsBehind(this.ctx.db, fresh));
    const missing = [...(wanted ?? [])].filter((id) => !this.engine.knows(id));
    if (missing.length === 0) return;
    const found = await readSeriesOf(this.ctx.db, missing);
    this.engine.addSeries(await withDetectorsBehind(this.ctx.db, found));
  }

  accept(records: Parameters<Engine["accept"]>[0]): void {
    if (!this.idle) this.engine.accept(records);
    else for (const { partition, next } of records) this.engine.next[partition] = next;
  }

  startTrainings(): void {
    this.trainer.add(this.engine.takeTrainings());
  }

  /**
   * Puts trained runs in charge. A first run is saved before it judges anything, and a new version before it judges
   * anything further: what was found is then always what the saved state would find again.
   */
  async takeTrained(within: (run: (tx: pg.PoolClient) => Promise<void>) => Promise<void>) {
    const trained: Trained[] = this.trainer.take().filter(({ training }) => !training.done);
    if (trained.length === 0) return;
    for (const { training, run } of trained)
      if (training.slot.run) training.slot.takeOver(training, run);
    const states = encodeStates(trained.map(({ training, run }) => stateOf(run, training.until)));
    await within((tx) => saveStates(tx, states, this.name));
    for (const { training, run } of trained) training.slot.takeOver(training, run);
  }

  /** What has been found since the last call, and what has ended because its series fell silent. */
  takeFound(): { anomalies: Anomaly[]; urgent: boolean; ended: Anomaly[] } {
    const silent = this.engine.overdue(this.ctx.now());
    const ended = silent.filter((a) => this.overdue.get(a.id) !== a.lastAt);
    this.overdue = new Map(silent.map((a) => [a.id, a.lastAt]));
    return { ...this.engine.takeAnomalies(), ended };
  }

  /** States that have changed since the last call, ready to be written. */
  takeStates(): (tx: pg.PoolClient) => Promise<number> {
    const states = encodeStates(
      this.engine.takeDirty().flatMap(({ run }) => (run ? [stateOf(run, 0)] : [])),
    );
    return async (tx) => {
      await saveStates(tx, states, this.name);
      return states.states.length;
    };
  }

  drop(tx: pg.PoolClient, pairs: readonly Pair[]): Promise<number> {
    return dropPairs(tx, pairs, this.name);
  }

  /** Pairs whose readiness is not what was told last. */
  takeReadiness(): PairReadiness[] {
    const queue = this.trainer.progress();
    const now = Math.min(this.engine.newest, this.ctx.now());
    const changed: PairReadiness[] = [];
    for (const slot of this.engine.slots()) {
      const training = slot.training;
      const r = readinessOf(slot, { now, queue: (training && queue.get(training)) ?? null });
      if (r.state === "waiting") continue;
      const mark = markOf(r);
      if (this.told.get(slot) === mark) continue;
      this.told.set(slot, mark);
      const { detectorId } = slot.settings;
      changed.push({ detectorId, seriesId: slot.series.id, ...r });
    }
    return changed;
  }

  /** Definitions that can run; one that cannot keeps its last good version. */
  private runnable(versions: readonly DetectorVersion[]): Definition[] {
    const now = this.ctx.now();
    const list: Definition[] = [];
    const problems = new Map<string, string>();
    for (const v of versions) {
      if (!v.enabled || v.settings.algorithm === external.name) continue;
      const runs =
        this.name === "live"
          ? v.version === v.liveVersion
          : v.shadow?.version === v.version && v.shadow.until > now;
      if (!runs) continue;
      const made = this.prepared(v);
      if (typeof made === "string") problems.set(v.id, made);
      const definition = typeof made === "string" ? this.definitions.get(v.id) : made;
      if (definition) list.push(definition);
    }
    this.problems = problems;
    return list;
  }

  /** A version ready to run, or why it cannot. */
  private prepared(v: DetectorVersion): Definition | string {
    try {
      return { settings: runSettings(v.id, v.version, v.settings), target: v.settings.target };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.ctx.log.error({ detector: v.id, version: v.version, why: error.message }, "cannot run");
      return error.message;
    }
  }

  /** Gives a saved state back to its run; false when nobody wants it any more. */
  private restoreOne(versions: readonly DetectorVersion[], s: SavedState): boolean {
    let settings: RunSettings | undefined = this.definitions.get(s.detectorId)?.settings;
    if (settings && settings.version !== s.version) {
      const old = versions.find((v) => v.id === s.detectorId && v.version === s.version);
      const made = old && this.prepared(old);
      settings = made && typeof made !== "string" ? made.settings : undefined;
    }
    return settings !== undefined && this.engine.restore(s.seriesId, settings, s.state);
  }
}

/** A share that moves by less than a twentieth is no news. */
const markOf = ({ state, share, why }: Readiness): string =>
  state === "learning" ? `learning ${Math.floor((share ?? 0) * 20)}` : `${state} ${why ?? ""}`;

const stateOf = (run: SeriesRun, untilMs: number): SavedState => ({
  detectorId: run.settings.detectorId,
  seriesId: run.series.id,
  version: run.settings.version,
  upTo: Number.isFinite(run.upTo) ? run.upTo : untilMs,
  state: run.save(),
});
