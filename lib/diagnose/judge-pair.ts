import { mannWhitney } from "@/lib/math/mann-whitney";
import { twoProportions } from "@/lib/math/two-proportions";
import { failing, millis, p95, percent, type Tally } from "./tally";

/**
 * Whether requests `a` fare worse than `b`: failing shares by a two-proportion test, latencies by Mann–Whitney with its
 * effect size, as Kayenta judges a canary. `same`: as good by both. `says` is a half sentence that ends before "b".
 */
export function judgePair(
  a: Tally,
  b: Tally,
  least: { minErrors: number; minSlower: number },
): { worse: boolean; same: boolean; says: string } {
  const more = (failing(a) ?? 0) - (failing(b) ?? 0);
  const z = twoProportions(a.errors, a.count, b.errors, b.count);
  const latency = mannWhitney(a.buckets, b.buckets);
  const slower = (p95(a) ?? 0) / Math.max(p95(b) ?? 0, 1);
  const failsMore = z >= 3 && more >= least.minErrors;
  const isSlower = latency.z >= 3.5 && latency.auc >= 0.6 && slower >= least.minSlower;
  const says = failsMore
    ? `failed ${percent(failing(a))} of its requests, against ${percent(failing(b))} of`
    : `answered within ${millis(p95(a))} (p95), against ${millis(p95(b))} of`;
  return {
    worse: failsMore || isSlower,
    same: z < 2 && more < least.minErrors && latency.auc < 0.56,
    says,
  };
}
