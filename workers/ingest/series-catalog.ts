import type pg from "pg";
import { type SeriesDef, saveLastAt, upsertSeries } from "@/lib/ingest/series-store";

/** Ids of series, kept in memory by their canonical key. A series is made the first time that it is asked for. */
export type SeriesCatalog = {
  /** Ids in the order given. */
  resolve(defs: readonly (SeriesDef & { key: string })[]): Promise<number[]>;
  /** Notes when a series was heard of; written now and then by `flush`. */
  heard(id: number, atMs: number): void;
  flush(): Promise<void>;
};

/** Beyond this many, the memory is emptied and fills again from the database. */
const maxKnown = 1_000_000;

export function seriesCatalog(pool: pg.Pool): SeriesCatalog {
  const known = new Map<string, number>();
  let lastAt = new Map<number, number>();
  return {
    async resolve(defs) {
      const missing = new Map<string, SeriesDef>();
      for (const def of defs) if (!known.has(def.key)) missing.set(def.key, def);
      if (missing.size > 0) {
        if (known.size + missing.size > maxKnown) known.clear();
        // Also those that were just forgotten.
        for (const def of defs) if (!known.has(def.key)) missing.set(def.key, def);
        const ids = await upsertSeries(pool, [...missing.values()]);
        let i = 0;
        for (const key of missing.keys()) known.set(key, ids[i++] as number);
      }
      return defs.map((def) => known.get(def.key) as number);
    },
    heard(id, atMs) {
      if ((lastAt.get(id) ?? 0) < atMs) lastAt.set(id, atMs);
    },
    async flush() {
      const heard = lastAt;
      lastAt = new Map();
      await saveLastAt(pool, heard);
    },
  };
}
