import type pg from "pg";
import type { CounterState } from "@/lib/ingest/counter";
import { type CounterChange, loadCounters } from "@/lib/ingest/counter-store";

/** Counters not moved for this long are forgotten in memory; the database still has them. */
const idleMs = 3_600_000;

/** What a group reads of the counters and what it changes; nothing is kept until `keep`. */
export type CounterView = {
  get(key: string): CounterState | undefined;
  set(key: string, state: CounterState): void;
  changes(): CounterChange[];
  /** After the commit. */
  keep(): void;
  /** After somebody else moved one of them: the next view loads them again. */
  forget(): void;
};
export type CounterCache = {
  /** Loads what is not in memory. */
  open(pool: pg.Pool, keys: readonly string[]): Promise<CounterView>;
  sweep(nowMs: number): void;
};

/** Counter states in memory; null for a counter that is known not to exist. */
export function counterCache(): CounterCache {
  const known = new Map<string, CounterState | null>();
  return {
    async open(pool, keys) {
      const missing = [...new Set(keys)].filter((key) => !known.has(key));
      if (missing.length > 0) {
        const loaded = await loadCounters(pool, missing);
        for (const key of missing) known.set(key, loaded.get(key) ?? null);
      }
      const changed = new Map<string, CounterState>();
      return {
        get: (key) => changed.get(key) ?? known.get(key) ?? undefined,
        set: (key, state) => changed.set(key, state),
        changes: () =>
          [...changed].map(([key, after]) => ({ key, before: known.get(key) ?? undefined, after })),
        keep() {
          for (const [key, state] of changed) known.set(key, state);
        },
        forget() {
          for (const key of keys) known.delete(key);
        },
      };
    },
    sweep(nowMs) {
      for (const [key, state] of known)
        if (!state || state.atMs < nowMs - idleMs) known.delete(key);
    },
  };
}
