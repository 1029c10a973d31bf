import { setImmediate as breathe } from "node:timers/promises";
import type { Db } from "@/lib/db/client";
import {
  historyMs,
  type Part,
  readAround,
  readHistory,
  withHistory,
} from "@/lib/detect/history-store";
import type { SeriesRun } from "@/lib/detect/series-run";
import type { Training } from "@/lib/detect/slot";

/** Runs whose history is looked for in one query. */
const together = 500;
/** Points learned before the live flow gets its turn; a few milliseconds. */
const slice = 2000;

export type Trained = { training: Training; run: SeriesRun };

/** Lets new runs learn from history, one after the other, beside the live flow and in small pieces. */
export class Trainer {
  private readonly db: Db;
  private readonly now: () => number;
  private readonly onReady: () => void;
  private queue: Training[] = [];
  private ready: Trained[] = [];
  private working: Promise<void> | null = null;
  private stopped = false;
  /** The one that reads its history now, and the share done */
  private current: { training: Training; share: number; since: number } | null = null;
  private rest: Training[] = [];
  /** What one with a history takes, ms, as lately measured */
  private usualMs = 500;
  /** What went wrong, for the loop to see: it starts again from the last checkpoint */
  failure: unknown = null;

  constructor(db: Db, now: () => number, onReady: () => void) {
    this.db = db;
    this.now = now;
    this.onReady = onReady;
  }

  add(trainings: readonly Training[]): void {
    if (trainings.length === 0) return;
    this.queue.push(...trainings);
    this.working ??= this.work()
      .catch((error: unknown) => {
        this.failure = error;
      })
      .finally(() => {
        this.working = null;
        this.onReady();
      });
  }

  /** Runs that have learned since the last call. */
  take(): Trained[] {
    const taken = this.ready;
    this.ready = [];
    return taken;
  }

  /** Runs that have not been taken yet, 1 or more. */
  get waiting(): number {
    return this.queue.length + this.ready.length + (this.working ? 1 : 0);
  }

  /** How far those are that have not learned yet, and when (epoch ms) each should be through. */
  progress(): Map<Training, { share: number; etaAt: number }> {
    const now = this.now();
    const out = new Map<Training, { share: number; etaAt: number }>();
    const { current } = this;
    if (current)
      out.set(current.training, {
        share: current.share,
        etaAt: now + (1 - current.share) * this.usualMs,
      });
    for (const [i, training] of [...this.rest, ...this.queue].entries())
      if (!out.has(training)) out.set(training, { share: 0, etaAt: now + (i + 1) * this.usualMs });
    return out;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.working;
  }

  private async work(): Promise<void> {
    while (this.queue.length > 0 && !this.stopped) {
      const some = this.queue.splice(0, together).filter((t) => !t.done);
      const old = await withHistory(
        this.db,
        some.map((t) => ({ seriesId: t.slot.series.id, until: t.until })),
      );
      const traffic = await this.trafficOf(some);
      // Those without a past are ready at once and need not wait for the others
      const knows = (t: Training) => old.has(t.slot.series.id);
      for (const training of some.filter((t) => !knows(t)))
        await this.train(training, false, traffic.get(training));
      this.rest = some.filter(knows);
      for (let training = this.rest.shift(); training; training = this.rest.shift())
        await this.train(training, true, traffic.get(training));
    }
  }

  /**
   * The companion's values around the first point of each: it may have come through another partition before the run
   * was there to hear it. Series that appear together share a query.
   */
  private async trafficOf(trainings: readonly Training[]): Promise<Map<Training, Part>> {
    const together = Map.groupBy(
      trainings.filter((t) => t.settings.counts.minTraffic && t.slot.companion),
      (t) => t.until,
    );
    const found = new Map<Training, Part>();
    for (const [until, some] of together) {
      const idOf = (t: Training) => t.slot.companion?.series.id ?? 0;
      const around = await readAround(this.db, [...new Set(some.map(idOf))], until);
      for (const t of some) found.set(t, around.get(idOf(t)) ?? { times: [], values: [] });
    }
    return found;
  }

  private async train(training: Training, past: boolean, traffic?: Part): Promise<void> {
    const { slot, settings, until } = training;
    const run = slot.newRun(settings);
    const current = { training, share: 0, since: performance.now() };
    if (past) this.current = current;
    if (past)
      for await (const { times, values } of readHistory(this.db, slot.series.id, until))
        for (let i = 0; i < times.length; i++) {
          if (i % slice === 0) await breathe();
          if (this.stopped || training.done) {
            this.current = null;
            return;
          }
          const t = times[i] as number;
          run.train(t, values[i] as number);
          if (i % slice === 0) current.share = Math.max(0, 1 - (until - t) / historyMs);
        }
    if (past) this.usualMs += 0.2 * (performance.now() - current.since - this.usualMs);
    this.current = null;
    traffic?.times.forEach((t, i) => {
      run.pushTraffic(t, traffic.values[i] as number);
    });
    this.ready.push({ training, run });
    this.onReady();
  }
}
