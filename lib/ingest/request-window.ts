import { latencyBounds } from "@/lib/series/latency-buckets";
import { windowMs } from "./model";

/** What is added to one row of request_windows: requests of one instance in the window that begins at `start`. */
export type RequestAdd = {
  service: string;
  version: string;
  instance: string;
  start: number;
  count: number;
  errors: number;
  sumMs: number;
  /** Per bucket of lib/series/latency-buckets.ts; empty when nothing was counted */
  buckets: number[];
};

/** The windows that (fromMs, toMs] overlaps, each with its share of that time; the shares add up to 1. */
function windowsOf(fromMs: number, toMs: number): { start: number; share: number }[] {
  const windows: { start: number; share: number }[] = [];
  for (let start = Math.floor(fromMs / windowMs) * windowMs; start < toMs; start += windowMs) {
    const overlap = Math.min(toMs, start + windowMs) - Math.max(fromMs, start);
    windows.push({ start, share: overlap / (toMs - fromMs) });
  }
  return windows;
}

/** Adds up what lands in the same row, so that one statement can add each row once. */
export class RequestAdds {
  readonly #rows = new Map<string, RequestAdd>();

  /** Spreads requests that came during (fromMs, toMs] over its windows, in proportion to the overlap. */
  spread(
    sender: { service: string; version: string; instance: string },
    fromMs: number,
    toMs: number,
    added: { count: number; errors: number; sumMs: number; buckets: readonly number[] },
  ): void {
    for (const { start, share } of windowsOf(fromMs, toMs))
      this.add({
        ...sender,
        start,
        count: added.count * share,
        errors: added.errors * share,
        sumMs: added.sumMs * share,
        buckets: added.count > 0 ? added.buckets.map((n) => n * share) : [],
      });
  }

  add(row: RequestAdd): void {
    const { service, version, instance } = row;
    const key = `${row.start}\t${service}\t${version}\t${instance}`;
    const old = this.#rows.get(key);
    if (!old) {
      this.#rows.set(key, { ...row });
      return;
    }
    old.count += row.count;
    old.errors += row.errors;
    old.sumMs += row.sumMs;
    old.buckets = addBuckets(old.buckets, row.buckets);
  }

  addAll(other: RequestAdds): void {
    for (const row of other.rows()) this.add(row);
  }

  rows(): RequestAdd[] {
    return [...this.#rows.values()];
  }
}

/** The sum of two bucket counts, either of which may be empty. */
export function addBuckets(a: readonly number[], b: readonly number[]): number[] {
  if (a.length === 0) return [...b];
  if (b.length === 0) return [...a];
  return Array.from({ length: latencyBounds.length + 1 }, (_, i) => (a[i] ?? 0) + (b[i] ?? 0));
}
