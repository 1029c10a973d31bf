import { bucketQuantile } from "@/lib/series/latency-buckets";
import type { EdgeRow, RequestRow } from "./scene";

/** Requests added up. */
export type Tally = {
  count: number;
  errors: number;
  sumMs: number;
  buckets: number[];
};

/** Adds up request rows; `errors / count` is the failing share. */
export function tally(rows: Iterable<RequestRow>): Tally {
  const sum: Tally = { count: 0, errors: 0, sumMs: 0, buckets: [] };
  for (const r of rows) {
    sum.count += r.count;
    sum.errors += r.errors;
    sum.sumMs += r.sumMs;
    for (let i = 0; i < r.buckets.length; i++)
      sum.buckets[i] = (sum.buckets[i] ?? 0) + (r.buckets[i] ?? 0);
  }
  return sum;
}

/** The same for edges, which keep no distribution here. */
export function tallyEdges(rows: Iterable<EdgeRow>): Tally {
  const sum: Tally = { count: 0, errors: 0, sumMs: 0, buckets: [] };
  for (const r of rows) {
    sum.count += r.calls;
    sum.errors += r.errors;
    sum.sumMs += r.sumMs;
  }
  return sum;
}

/** Failing share, 0–1; null without requests. */
export const failing = (t: Tally): number | null => (t.count > 0 ? t.errors / t.count : null);
/** Mean latency in ms; null without requests. */
export const meanMs = (t: Tally): number | null => (t.count > 0 ? t.sumMs / t.count : null);
/** 95th percentile in ms; null without a distribution. */
export const p95 = (t: Tally): number | null => bucketQuantile(t.buckets, 0.95);

export const inSpan =
  ({ from, to }: { from: number; to: number }) =>
  (row: { start: number }): boolean =>
    row.start >= from && row.start < to;

/** Rows grouped by window, oldest first. */
export function byWindow<T extends { start: number }>(rows: Iterable<T>): [number, T[]][] {
  const map = new Map<number, T[]>();
  for (const row of rows) {
    const list = map.get(row.start);
    if (list) list.push(row);
    else map.set(row.start, [row]);
  }
  return [...map].sort((a, b) => a[0] - b[0]);
}

export const percent = (ratio: number | null): string =>
  ratio === null ? "no requests" : `${(ratio * 100).toFixed(ratio >= 0.0995 ? 0 : 1)} %`;
export const millis = (ms: number | null): string =>
  ms === null ? "no requests" : ms >= 9950 ? `${(ms / 1000).toFixed(0)} s` : `${ms.toFixed(0)} ms`;
export const lasting = (ms: number): string =>
  ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
