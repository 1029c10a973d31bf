import type pg from "pg";
import { maxScrapeGapMs, type Scraped, scrapedRate } from "@/lib/ingest/scraped-counter";
import { readLatest } from "@/lib/samples/store";
import type { SampleBatch } from "@/lib/stream/sample-batch";

type Scrapes = { samples?: SampleBatch; rates?: ReadonlyMap<number, number> };

/**
 * Rates of the counters that Prometheus sends. The last sample of each is kept in memory; after a start it is read from
 * where it was stored, so that a restart loses no interval.
 */
export function scrapedRates(pool: pg.Pool, now: () => number) {
  const last = new Map<number, Scraped>();
  return {
    /** The rates of a group; `keep` must follow its commit. */
    async derive(scrapes: readonly Scrapes[]): Promise<{ samples: SampleBatch; keep(): void }> {
      const missing = new Set<number>();
      for (const { samples, rates } of scrapes)
        if (rates?.size)
          for (const id of samples?.ids ?? []) if (rates.has(id) && !last.has(id)) missing.add(id);
      const moved = new Map<number, Scraped>();
      if (missing.size > 0)
        for (const [id, { times, values }] of await readLatest(
          pool,
          [...missing],
          now() - maxScrapeGapMs,
        ))
          if (times.length > 0)
            moved.set(id, { atMs: times[0] as number, value: values[0] as number });

      const ids: number[] = [];
      const times: number[] = [];
      const values: number[] = [];
      for (const { samples, rates } of scrapes) {
        if (!samples || !rates?.size) continue;
        for (let i = 0; i < samples.ids.length; i++) {
          const id = samples.ids[i] as number;
          const rateId = rates.get(id);
          const sample = { atMs: samples.times[i] as number, value: samples.values[i] as number };
          if (rateId === undefined || !Number.isFinite(sample.value)) continue;
          const before = moved.get(id) ?? last.get(id);
          if (before && sample.atMs <= before.atMs) continue;
          moved.set(id, sample);
          const rate = before && scrapedRate(before, sample);
          if (rate === undefined || rate === null) continue;
          ids.push(rateId);
          times.push(sample.atMs);
          values.push(rate);
        }
      }
      return {
        samples: {
          ids: Int32Array.from(ids),
          times: Float64Array.from(times),
          values: Float64Array.from(values),
        },
        keep() {
          for (const [id, sample] of moved) last.set(id, sample);
        },
      };
    },
    sweep(nowMs: number): void {
      for (const [id, { atMs }] of last) if (atMs < nowMs - maxScrapeGapMs) last.delete(id);
    },
  };
}
