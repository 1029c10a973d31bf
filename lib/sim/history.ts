import { golden, windowMs } from "../ingest/model";
import { nextRandom, uniform } from "../math/random";
import { bucketQuantile } from "../series/latency-buckets";
import { poisson } from "./poisson";
import { season } from "./season";

/** What one service is like in ordinary times. */
export type ServiceProfile = {
  service: string;
  /** Share of requests that fail by chance, 0–1 */
  errorRatio: number;
  /** Share of requests per bucket of lib/series/latency-buckets.ts; together 1 */
  latency: readonly number[];
};

/** One kind of visit: how many arrive per second in the mean over a week, and the requests of each service that one causes. */
export type Visits = { perSecond: number; requests: Readonly<Record<string, number>> };

/** The golden signals of one service, one row a time; NaN where a window had no request. */
export type ServiceHistory = {
  service: string;
  times: Float64Array;
  /** Values by metric name of `golden` */
  values: ReadonlyMap<string, Float64Array>;
};

/** Buckets in which fewer than one request in so many lies are left out. */
const rarest = 1e-5;

/**
 * The golden signals that services would have had from `fromMs` on, every `stepMs` before `toMs`: rates follow the season, each point
 * has the noise of one window of `windowMs` (visits are Poisson, and services of one visit move together). Same seed, same history.
 */
export function* simulateHistory(input: {
  profiles: readonly ServiceProfile[];
  visits: readonly Visits[];
  fromMs: number;
  toMs: number;
  stepMs: number;
  seed: number;
}): Generator<ServiceHistory> {
  const { profiles, visits, fromMs, toMs, stepMs } = input;
  let state = input.seed;
  const random = () => {
    state = nextRandom(state);
    return uniform(state);
  };
  const n = Math.max(0, Math.ceil((toMs - fromMs) / stepMs));
  const times = Float64Array.from({ length: n }, (_, i) => fromMs + i * stepMs);
  const arrivals = visits.map(({ perSecond }) =>
    Float64Array.from(times, (t) => poisson(perSecond * season(t) * (windowMs / 1000), random)),
  );
  const quantiles = [
    [golden.p50, 0.5],
    [golden.p95, 0.95],
    [golden.p99, 0.99],
  ] as const;

  for (const { service, errorRatio, latency } of profiles) {
    const values = new Map<string, Float64Array>(
      Object.values(golden).map((metric) => [metric, new Float64Array(n)]),
    );
    const set = (metric: string, i: number, value: number) => {
      const column = values.get(metric);
      if (column) column[i] = value;
    };
    const likely = latency.flatMap((share, bucket) => (share > rarest ? [{ share, bucket }] : []));
    const buckets = latency.map(() => 0);
    for (let i = 0; i < n; i++) {
      const requests = visits.reduce(
        (sum, visit, k) => sum + (arrivals[k]?.[i] ?? 0) * (visit.requests[service] ?? 0),
        0,
      );
      for (const { share, bucket } of likely) buckets[bucket] = poisson(requests * share, random);
      set(golden.requests, i, requests / (windowMs / 1000));
      set(
        golden.errors,
        i,
        requests === 0
          ? Number.NaN
          : Math.min(1, poisson(requests * errorRatio, random) / requests),
      );
      for (const [metric, q] of quantiles) set(metric, i, bucketQuantile(buckets, q) ?? Number.NaN);
    }
    yield { service, times, values };
  }
}
