import { seriesKey, type Tags } from "@/lib/series/tags";
import { type CounterState, type Increase, increaseOf, maxIncreaseMs } from "./counter";
import { histogramQuantile, latencyBuckets } from "./histogram";
import type { Sender } from "./otlp/attributes";
import type { Metric, SenderMetrics } from "./otlp/read-metrics";
import { RequestAdds } from "./request-window";
import { failed, isServerDuration, msPer, rateUnit } from "./semantic-conventions";

export type DigestSample = {
  metric: string;
  tags: Tags;
  key: string;
  unit: string;
  atMs: number;
  value: number;
};
/** What a request's metrics come to: samples to write, requests to add to windows, counter states to keep. */
export type Digest = {
  samples: DigestSample[];
  requests: RequestAdds;
  states: Map<string, CounterState>;
};

/** Longer keys would not fit an index row of the database. */
const maxKeyLength = 2000;

const groupKey = ({ service, instance }: Sender, { scope, name }: Metric) =>
  `${service}\t${instance}\t${scope}\t${name}`;
const counterKey = (group: string, tags: Tags) => `${group}\t${seriesKey("", tags)}`;
/** Until when an instance's requests are known: every export moves it, also one without requests. */
export const coverPrefix = "cover\t";
const coverKey = ({ service, version, instance }: Sender) =>
  `${coverPrefix}${service}\t${version}\t${instance}`;

/** The keys of all counter states that `digestMetrics` will ask for. */
export function counterKeysOf({ sender, metrics }: SenderMetrics): string[] {
  const keys = [coverKey(sender)];
  for (const metric of metrics) {
    if (metric.kind === "gauge" || isUpDown(metric)) continue;
    const group = groupKey(sender, metric);
    keys.push(group);
    for (const { tags } of metric.points) keys.push(counterKey(group, tags));
  }
  return keys;
}

/** Up-down sums told as totals are gauges; told as deltas they are added up like a counter. */
const isUpDown = (m: Metric) => m.kind === "sum" && !m.monotonic && !m.delta;

/** Series are of one instance: its service and instance join the tags of every point. */
const seriesTags = ({ service, instance }: Sender, tags: Tags): Tags => ({
  ...tags,
  service,
  ...(instance && { "service.instance.id": instance }),
});

/**
 * Turns the metrics of one sender into samples and request windows.
 *
 * - gauges and up-down sums: as they are
 * - counters: NAME.rate, per second
 * - histograms: NAME.rate, and NAME.p50, .p95, .p99 of what came since the last point (durations in ms)
 * - duration histograms of a server: requests, errors and latencies of the instance, spread over the windows since the
 *   last point; an export without requests says that there were none, so its windows are counted with 0
 *
 * `get` gives the counter states as they are before this request; the new ones are in the answer.
 */
export function digestMetrics(
  { sender, metrics }: SenderMetrics,
  get: (key: string) => CounterState | undefined,
): Digest {
  const digest: Digest = { samples: [], requests: new RequestAdds(), states: new Map() };
  const rates = new Map<string, Rate>();
  let latestMs = 0;
  let serves = false;
  const stable = metrics.some((m) => m.name === "http.server.request.duration");
  for (const metric of metrics) {
    for (const { atMs } of metric.points) latestMs = Math.max(latestMs, atMs);
    if (metric.kind === "gauge" || isUpDown(metric)) {
      for (const p of metric.points)
        if ("value" in p)
          pushSample(digest, sender, metric, "", p.tags, metric.unit, p.atMs, p.value);
      continue;
    }
    // During the migration of the conventions a server may tell the same requests under both names.
    if (stable && metric.name === "http.server.duration") continue;
    if (isServerDuration(metric.name)) serves = true;
    digestCounters(metric, sender, get, digest, rates);
  }
  for (const rate of rates.values()) pushRate(digest, sender, rate);
  cover(sender, latestMs, serves, get, digest);
  return digest;
}

type Rate = {
  metric: Metric;
  tags: Tags;
  bounds: readonly number[] | null;
  increase: Increase;
};

function digestCounters(
  metric: Exclude<Metric, { kind: "gauge" }>,
  sender: Sender,
  get: (key: string) => CounterState | undefined,
  digest: Digest,
  rates: Map<string, Rate>,
): void {
  const group = groupKey(sender, metric);
  const groupAtMs = get(group)?.atMs;
  let latestMs = groupAtMs ?? 0;
  for (const point of metric.points) {
    latestMs = Math.max(latestMs, point.atMs);
    const key = counterKey(group, point.tags);
    if (key.length > maxKeyLength) continue;
    const before = digest.states.get(key) ?? get(key);
    const values = "value" in point ? [point.value] : [point.count, point.sum, ...point.counts];
    const at = { startMs: point.startMs, atMs: point.atMs, values };
    if (metric.kind === "sum" && !metric.monotonic) {
      // A delta of an up-down sum: the level is what has been added so far.
      if (before && point.atMs <= before.atMs) continue;
      const level = (before?.values[0] ?? 0) + (values[0] ?? 0);
      digest.states.set(key, { ...at, values: [level] });
      pushSample(digest, sender, metric, "", point.tags, metric.unit, point.atMs, level);
      continue;
    }
    const step = increaseOf(at, before, groupAtMs, metric.delta);
    if (!step) continue;
    digest.states.set(key, step.state);
    if (!step.increase) continue;
    const bounds = "bounds" in point ? point.bounds : null;
    if (isServerDuration(metric.name) && bounds)
      addRequests(digest.requests, sender, metric, point.tags, bounds, step.increase);
    else addRate(rates, { metric, tags: point.tags, bounds, increase: step.increase });
  }
  if (latestMs > (groupAtMs ?? 0))
    digest.states.set(group, { startMs: 0, atMs: latestMs, values: [] });
}

function addRequests(
  requests: RequestAdds,
  sender: Sender,
  metric: Metric,
  tags: Tags,
  bounds: readonly number[],
  { fromMs, toMs, added }: Increase,
): void {
  const [count = 0, sum = 0, ...counts] = added;
  const toMsFactor =
    msPer(metric.unit) ?? (metric.name === "http.server.request.duration" ? 1000 : 1);
  requests.spread(sender, fromMs, toMs, {
    count,
    errors: failed(tags) ? count : 0,
    sumMs: sum * toMsFactor,
    buckets: latencyBuckets({ bounds, counts }, toMsFactor),
  });
}

/** Two instrumentations of one process may count under the same name and tags; their increases are added. */
function addRate(rates: Map<string, Rate>, rate: Rate): void {
  const key = `${seriesKey(rate.metric.name, rate.tags)}\t${rate.increase.toMs}`;
  const old = rates.get(key);
  if (!old || old.increase.added.length !== rate.increase.added.length) {
    rates.set(old ? `${key}\t${rates.size}` : key, rate);
    return;
  }
  old.increase = {
    ...old.increase,
    added: old.increase.added.map((v, i) => v + (rate.increase.added[i] ?? 0)),
  };
}

const quantiles = [
  ["p50", 0.5],
  ["p95", 0.95],
  ["p99", 0.99],
] as const;

function pushRate(digest: Digest, sender: Sender, { metric, tags, bounds, increase }: Rate): void {
  const { fromMs, toMs, added } = increase;
  const unit = bounds ? "1/s" : rateUnit(metric.unit);
  const perSecond = (added[0] ?? 0) / ((toMs - fromMs) / 1000);
  pushSample(digest, sender, metric, ".rate", tags, unit, toMs, perSecond);
  if (!bounds?.length) return;
  const scale = msPer(metric.unit) ?? 1;
  const quantileUnit = msPer(metric.unit) === null ? metric.unit : "ms";
  for (const [name, q] of quantiles) {
    const value = histogramQuantile({ bounds, counts: added.slice(2) }, q);
    if (value !== null)
      pushSample(digest, sender, metric, `.${name}`, tags, quantileUnit, toMs, value * scale);
  }
}

function pushSample(
  digest: Digest,
  sender: Sender,
  { name }: Metric,
  suffix: string,
  pointTags: Tags,
  unit: string,
  atMs: number,
  value: number,
): void {
  const metric = name + suffix;
  const tags = seriesTags(sender, pointTags);
  const key = seriesKey(metric, tags);
  if (key.length <= maxKeyLength && Number.isFinite(value))
    digest.samples.push({ metric, tags, key, unit, atMs, value });
}

/** Counts 0 into all windows that this export tells of, so that silence and no requests can be told apart. */
function cover(
  sender: Sender,
  latestMs: number,
  serves: boolean,
  get: (key: string) => CounterState | undefined,
  digest: Digest,
): void {
  const key = coverKey(sender);
  const before = get(key);
  if (latestMs === 0 || (!serves && !before) || latestMs <= (before?.atMs ?? 0)) return;
  // Its values are the last intervals between exports.
  const intervals = before ? [...before.values.slice(-2), latestMs - before.atMs] : [];
  digest.states.set(key, { startMs: 0, atMs: latestMs, values: intervals });
  if (before && latestMs - before.atMs <= maxIncreaseMs)
    digest.requests.spread(sender, before.atMs, latestMs, {
      count: 0,
      errors: 0,
      sumMs: 0,
      buckets: [],
    });
}
