import { mannWhitney } from "@/lib/math/mann-whitney";
import { twoProportions } from "@/lib/math/two-proportions";
import { bucketQuantile } from "@/lib/series/latency-buckets";

/** Requests added up; buckets as in lib/series/latency-buckets.ts. */
export type Requests = { count: number; errors: number; buckets: readonly number[] };

/** Fewer than this say nothing. */
const least = 50;
/** What must differ to count, beyond chance: the failing share by so many points, the p95 with this effect size, and either by this factor. */
const moreErrors = 0.02;
const factor = 1.3;
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

/** In which ways requests are worse than others, each in words; null where they are not. */
export type Worse = { failing: string | null; slow: string | null };

/**
 * How requests are worse than those of another time, usually the one before the incident; null twice when they are not, or
 * are too few to say.
 * Failing shares by a two-proportion test, latencies by Mann–Whitney with its effect size, as Kayenta judges a canary
 * against its baseline: a difference counts only where it is both beyond chance and large enough to matter. Large enough is
 * also meant by ratio: from 0.5 to 3 % failing is another state, from 36 to 40 % is the same one.
 */
export function worseIn(since: Requests, usual: Requests): Worse {
  if (!enough(since) || !enough(usual)) return { failing: null, slow: null };
  const failing = since.errors / since.count;
  const usually = usual.errors / usual.count;
  const z = twoProportions(since.errors, since.count, usual.errors, usual.count);
  const fails = z >= 3 && failing - usually >= moreErrors && failing >= factor * usually;
  const p95 = bucketQuantile(since.buckets, 0.95);
  const was = bucketQuantile(usual.buckets, 0.95);
  const slow =
    p95 !== null && was !== null && shifted(since, usual) && p95 >= factor * was && p95 - was >= 5;
  return {
    failing: fails
      ? `fails ${percent(failing)} of its requests, usually ${percent(usually)}`
      : null,
    slow: slow ? `answers within ${p95.toFixed(0)} ms (p95), usually ${was.toFixed(0)} ms` : null,
  };
}

/** The first way in which requests are worse than others, in words; null when they are not. */
export function worseThan(since: Requests, usual: Requests): string | null {
  const { failing, slow } = worseIn(since, usual);
  return failing ?? slow;
}

/** Whether latencies lie higher, beyond chance and with enough effect, by however many milliseconds. */
function shifted(since: Requests, usual: Requests): boolean {
  const { z, auc } = mannWhitney(since.buckets, usual.buckets);
  return z >= 3.5 && auc >= effect;
}

/**
 * In which ways requests were on their way to worse within a short time. Latencies need not have come far for that: what moves
 * in one minute goes on moving.
 */
export const growth = (late: Requests, early: Requests): { failing: boolean; slow: boolean } => ({
  failing: worseIn(late, early).failing !== null,
  slow: enough(late) && enough(early) && shifted(late, early),
});

const percent = (share: number) => `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;
