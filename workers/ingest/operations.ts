import type pg from "pg";
import { inTransaction } from "@/lib/ingest/accept-store";
import { minuteMs } from "@/lib/ingest/model";
import { rollUpOperations } from "@/lib/ingest/operation-store";
import type { Span } from "@/lib/ingest/otlp/read-spans";
import { sampledMinutes } from "@/lib/ingest/sampling-store";

/** Keeps the counts of all minutes current in which spans have arrived. */
export function operationRollUp(pool: pg.Pool) {
  let dirty = new Set<number>();
  return {
    mark(minutes: readonly number[]): void {
      for (const minute of minutes) dirty.add(minute);
    },
    /** These spans are committed. */
    touch(spans: readonly Span[]): void {
      for (const { startMs } of spans) dirty.add(Math.floor(startMs / minuteMs) * minuteMs);
    },
    async turn(): Promise<void> {
      const due = [...dirty].sort((a, b) => a - b);
      // Spans that arrive meanwhile mark their minutes again.
      dirty = new Set();
      for (let i = 0; i < due.length; ) {
        const from = due[i] as number;
        let n = 1;
        while (n < 30 && due[i + n] === from + n * minuteMs) n++;
        try {
          await count(pool, from, from + n * minuteMs);
        } catch (error) {
          for (const minute of due.slice(i)) dirty.add(minute);
          throw error;
        }
        i += n;
      }
    },
  };
}

/** The minutes of [fromMs, toMs) that have not been sampled, counted anew in one transaction. */
const count = (pool: pg.Pool, fromMs: number, toMs: number) =>
  inTransaction(pool, async (tx) => {
    // Not while spans are being sampled, nor two at a time.
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('edge windows', 0))");
    const sampled = await sampledMinutes(tx, fromMs, toMs);
    for (let from = fromMs; from < toMs; ) {
      let to = from;
      while (to < toMs && !sampled.has(to)) to += minuteMs;
      if (to > from) await rollUpOperations(tx, from, to);
      from = to + minuteMs;
    }
  });
