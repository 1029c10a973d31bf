import { mannWhitney } from "@/lib/math/mann-whitney";
import { twoProportions } from "@/lib/math/two-proportions";
import { bucketQuantile } from "@/lib/series/latency-buckets";

/** Requests added up; buckets as in lib/series/latency-buckets.ts. */
export type Requests = { count: number; errors: number; buckets: readonly number[] };

/** Fewer than this say nothing. */
const least = 50;
/** What must differ to count, beyond chance: points of the failing share, and the p95 by this factor with this effect size. */
const moreErrors = 0.02;
const slower = 1.3;
const effect = 0.6;

/** Adds up requests. */
export function addUp(list: Iterable<Requests>): Requests {
  const buckets: number[] = [];
  let count = 0;
  let errors = 0;
  for (const r of list) {
    count += r.count;
    errors += r.errors;
    r.buckets.forEach((n, i) => {
      buckets[i] = (buckets[i] ?? 0) + n;
    });
  }
  return { count, errors, buckets };
}

/** Whether there are enough requests to say anything. */
export const enough = (requests: Requests): boolean => requests.count >= least;

/**
 * How requests are worse than those of another time, usually the one before the incident, in words; null when they are
 * not, or are too few to say.
 * Failing shares by a two-proportion test, latencies by Mann–Whitney with its effect size, as Kayenta judges a canary
 * against its baseline: a difference counts only where it is both beyond chance and large enough to matter.
 */
export function worseThan(since: Requests, usual: Requests): string | null {
  if (!enough(since) || !enough(usual)) return null;
  const failing = since.errors / since.count;
  const usually = usual.errors / usual.count;
  const z = twoProportions(since.errors, since.count, usual.errors, usual.count);
  if (z >= 3 && failing - usually >= moreErrors)
    return `fails ${percent(failing)} of its requests, usually ${percent(usually)}`;
  const latency = mannWhitney(since.buckets, usual.buckets);
  const p95 = bucketQuantile(since.buckets, 0.95);
  const was = bucketQuantile(usual.buckets, 0.95);
  if (p95 === null || was === null) return null;
  if (latency.z >= 3.5 && latency.auc >= effect && p95 >= slower * was && p95 - was >= 5)
    return `answers within ${p95.toFixed(0)} ms (p95), usually ${was.toFixed(0)} ms`;
  return null;
}

const percent = (share: number) => `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;
