import type pg from "pg";
import { childGraceMs, loadPeers, type PeerNames, rollUpEdges } from "@/lib/ingest/edge-store";
import { minuteMs, windowMs } from "@/lib/ingest/model";
import type { Span } from "@/lib/ingest/otlp/read-spans";

/** A window is counted anew in every turn until this long after its end, when callees have had their time to report. */
const settleMs = childGraceMs + 5_000;
/** The spans on both sides of a call may lie in windows beside each other. */
const reachMs = 10_000;
/** A span that runs longer touches only the windows of its beginning and its end. */
const longMs = 300_000;
const learnMs = 3_600_000;

const windowOf = (ms: number) => Math.floor(ms / windowMs) * windowMs;

/** Keeps the edges of all windows current in which spans have arrived. */
export function edgeRollUp(pool: pg.Pool, now: () => number) {
  const dirty = new Set<number>();
  let peers: PeerNames | undefined;
  return {
    /** Counts these minutes anew in the next turn, as after a start, when it is not known what the last turn missed. */
    mark(minutes: readonly number[]): void {
      for (const minute of minutes)
        for (let w = minute; w < minute + minuteMs; w += windowMs) dirty.add(w);
    },
    /** These spans are committed. */
    touch(spans: readonly Span[]): void {
      for (const { startMs, durationUs } of spans) {
        const endMs = startMs + durationUs / 1000;
        for (const [from, to] of endMs - startMs > longMs
          ? ([
              [startMs, startMs],
              [endMs, endMs],
            ] as const)
          : ([[startMs, endMs]] as const))
          for (let w = windowOf(from - reachMs); w <= to + reachMs; w += windowMs) dirty.add(w);
      }
    },
    async turn(): Promise<void> {
      const nowMs = now();
      peers ??= await loadPeers(pool, nowMs - learnMs);
      const due = [...dirty].filter((w) => w <= nowMs).sort((a, b) => a - b);
      while (due.length > 0) {
        // Windows in a row are counted by one statement, a few minutes at a time.
        let n = 1;
        while (n < due.length && n < 30 && due[n] === (due[n - 1] as number) + windowMs) n++;
        const run = due.splice(0, n);
        // Spans that arrive meanwhile mark their windows again.
        for (const w of run) dirty.delete(w);
        try {
          await rollUpEdges(
            pool,
            peers,
            run[0] as number,
            (run.at(-1) as number) + windowMs,
            nowMs,
          );
          for (const w of run) if (nowMs < w + windowMs + settleMs) dirty.add(w);
        } catch (error) {
          for (const w of run) dirty.add(w);
          throw error;
        }
      }
    },
  };
}
