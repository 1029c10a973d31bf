/** The last sample of a counter as Prometheus sends it. */
export type Scraped = { atMs: number; value: number };

/** Samples further apart than this say nothing about the rate between them. */
export const maxScrapeGapMs = 600_000;

/**
 * Whether a series is a counter by its name. Remote write 1.0 tells types only apart from the samples, and later; the names
 * are a firm convention: https://prometheus.io/docs/practices/naming/. A `_count` alone may be a gauge, that of a histogram
 * of durations or sizes is not.
 */
export const isScrapedCounter = (metric: string): boolean =>
  /_total$|_(?:seconds|milliseconds|bytes)_count$/.test(metric);

/**
 * The rate per second between two samples; a counter that fell began again at 0. Null when the second is not later, or too
 * much later.
 */
export function scrapedRate(before: Scraped, now: Scraped): number | null {
  const elapsedMs = now.atMs - before.atMs;
  if (!(elapsedMs > 0 && elapsedMs <= maxScrapeGapMs)) return null;
  const added = now.value >= before.value ? now.value - before.value : now.value;
  return (added / elapsedMs) * 1000;
}
