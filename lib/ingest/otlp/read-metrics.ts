import { exponentialBounds, exponentialBuckets } from "../histogram";
import { type Sender, senderOf, tagsOf } from "./attributes";
import type {
  MetricsRequest,
  OtlpExponentialPoint,
  OtlpHistogramPoint,
  OtlpMetric,
  OtlpNumberPoint,
} from "./metrics-message";

type At = { startMs: number; atMs: number; tags: Record<string, string> };
type NumberPoint = At & { value: number };
type HistogramPoint = At & {
  count: number;
  sum: number;
  bounds: readonly number[];
  counts: readonly number[];
};
/** A metric of one sender as we work with it, whatever it was encoded in. */
export type Metric = { name: string; unit: string; scope: string } & (
  | { kind: "gauge"; points: NumberPoint[] }
  | { kind: "sum"; delta: boolean; monotonic: boolean; points: NumberPoint[] }
  | { kind: "histogram"; delta: boolean; points: HistogramPoint[] }
);
export type SenderMetrics = { sender: Sender; metrics: Metric[] };

const noRecordedValue = 1;
const deltaTemporality = 1;

/** The metrics of a request. Points without a time or a recorded value are left out and counted. */
export function readMetrics(request: MetricsRequest): { from: SenderMetrics[]; rejected: number } {
  let rejected = 0;
  const from = (request.resourceMetrics ?? []).map(({ resource, scopeMetrics }): SenderMetrics => {
    const metrics: Metric[] = [];
    for (const { scope, metrics: of } of scopeMetrics ?? [])
      for (const metric of of ?? []) {
        const read = readMetric(metric, scope?.name ?? "");
        rejected += read.rejected;
        metrics.push(...read.metrics);
      }
    return { sender: senderOf(tagsOf(resource?.attributes)), metrics };
  });
  return { from, rejected };
}

function readMetric(metric: OtlpMetric, scope: string): { metrics: Metric[]; rejected: number } {
  const base = { name: metric.name ?? "", unit: metric.unit ?? "", scope };
  const { gauge, sum, histogram, exponentialHistogram, summary } = metric;
  let rejected = 0;
  const read = <P extends { timeUnixNano?: number | undefined; flags?: number | undefined }, R>(
    points: P[] | undefined,
    map: (point: P) => R | null,
  ): R[] =>
    (points ?? []).flatMap((point) => {
      // A point flagged "no recorded value" tells of the end of a series: nothing to store, and nothing wrong.
      if (((point.flags ?? 0) & noRecordedValue) !== 0) return [];
      const mapped = base.name && (point.timeUnixNano ?? 0) > 0 ? map(point) : null;
      if (mapped !== null) return [mapped];
      rejected++;
      return [];
    });
  const isDelta = (of: { aggregationTemporality?: number | undefined }) =>
    of.aggregationTemporality === deltaTemporality;

  const metrics: Metric[] = [];
  if (gauge) metrics.push({ ...base, kind: "gauge", points: read(gauge.dataPoints, numberPoint) });
  if (sum)
    metrics.push({
      ...base,
      kind: "sum",
      delta: isDelta(sum),
      monotonic: sum.isMonotonic ?? false,
      points: read(sum.dataPoints, numberPoint),
    });
  if (histogram)
    metrics.push({
      ...base,
      kind: "histogram",
      delta: isDelta(histogram),
      points: read(histogram.dataPoints, histogramPoint),
    });
  if (exponentialHistogram)
    metrics.push({
      ...base,
      kind: "histogram",
      delta: isDelta(exponentialHistogram),
      points: read(exponentialHistogram.dataPoints, exponentialPoint),
    });
  if (summary) {
    // A summary's quantiles were computed by the sender over a time of its own: gauges, told apart by their quantile.
    const points = read(summary.dataPoints, (p) => ({ ...at(p), p })).flatMap(({ p, ...rest }) =>
      (p.quantileValues ?? []).map(
        (q): NumberPoint => ({
          ...rest,
          tags: { ...rest.tags, quantile: String(q.quantile ?? 0) },
          value: q.value ?? 0,
        }),
      ),
    );
    metrics.push({ ...base, kind: "gauge", points });
  }
  return { metrics, rejected };
}

const ms = (nanos: number | undefined): number => Math.floor((nanos ?? 0) / 1e6);

const at = (p: {
  startTimeUnixNano?: number | undefined;
  timeUnixNano?: number | undefined;
  attributes?: OtlpNumberPoint["attributes"];
}): At => ({
  startMs: ms(p.startTimeUnixNano),
  atMs: ms(p.timeUnixNano),
  tags: tagsOf(p.attributes),
});

function numberPoint(p: OtlpNumberPoint): NumberPoint | null {
  const value = p.asDouble ?? p.asInt;
  return value === undefined || !Number.isFinite(value) ? null : { ...at(p), value };
}

function histogramPoint(p: OtlpHistogramPoint): HistogramPoint | null {
  const bounds = p.explicitBounds ?? [];
  const count = p.count ?? 0;
  // Without buckets only count and sum are known: one bucket for all.
  const counts = p.bucketCounts?.length ? p.bucketCounts : [count];
  const ordered = bounds.every((b, i) => i === 0 || b > (bounds[i - 1] ?? b));
  if (!ordered || (counts.length !== bounds.length + 1 && counts.length !== 1)) return null;
  return { ...at(p), count, sum: p.sum ?? 0, bounds: counts.length === 1 ? [] : bounds, counts };
}

function exponentialPoint(p: OtlpExponentialPoint): HistogramPoint {
  const counts = exponentialBuckets({
    scale: p.scale ?? 0,
    zeroCount: p.zeroCount ?? 0,
    positive: { offset: p.positive?.offset ?? 0, counts: p.positive?.bucketCounts ?? [] },
    negative: { counts: p.negative?.bucketCounts ?? [] },
  });
  return { ...at(p), count: p.count ?? 0, sum: p.sum ?? 0, bounds: exponentialBounds, counts };
}
