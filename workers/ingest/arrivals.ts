import { unknownIntervalMs } from "@/lib/ingest/window-closer";

type Sender = { service: string; version: string; instance: string };
const keyOf = (s: Sender) => `${s.service}\t${s.version}\t${s.instance}`;
const maxIntervalMs = 120_000;
const forgetMs = 3_600_000;

/** When the last export of every instance arrived, and its interval: the longest of the last three. */
export class Arrivals {
  readonly #seen = new Map<string, { atMs: number; arrivedMs: number; intervals: number[] }>();

  /** An export with points up to `atMs` was taken in at `nowMs`. */
  note(sender: Sender, atMs: number, nowMs: number): void {
    const key = keyOf(sender);
    const old = this.#seen.get(key);
    if (old && atMs <= old.atMs) return;
    const intervals = old
      ? [...old.intervals.slice(-2), Math.min(atMs - old.atMs, maxIntervalMs)]
      : [];
    this.#seen.set(key, { atMs, arrivedMs: nowMs, intervals });
  }

  /** What is known from before a start of ours. */
  load(known: readonly (Sender & { atMs: number; intervals: number[] })[]): void {
    for (const { atMs, intervals, ...sender } of known)
      this.#seen.set(keyOf(sender), {
        atMs,
        arrivedMs: atMs,
        intervals: intervals.map((ms) => Math.min(ms, maxIntervalMs)),
      });
  }

  of(sender: Sender): { arrivedMs: number; intervalMs: number } {
    const seen = this.#seen.get(keyOf(sender));
    return {
      arrivedMs: seen?.arrivedMs ?? 0,
      intervalMs: seen?.intervals.length ? Math.max(...seen.intervals) : unknownIntervalMs,
    };
  }

  sweep(nowMs: number): void {
    for (const [key, { arrivedMs }] of this.#seen)
      if (arrivedMs < nowMs - forgetMs) this.#seen.delete(key);
  }
}
