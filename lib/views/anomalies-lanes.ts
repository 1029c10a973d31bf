import type { ShownAnomaly } from "./metrics-anomalies";

/**
 * One cell: the highest score in it and its level; null = quiet; "silent" = nothing was measured; "unwatched" = no
 * detector was there yet.
 */
export type Cell =
  | { score: number; level: "WEAK" | "STRONG"; count: number }
  | "silent"
  | "unwatched"
  | null;

const minute = 60_000;
const widths = [
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  20 * minute,
  30 * minute,
  60 * minute,
  120 * minute,
  180 * minute,
  360 * minute,
  720 * minute,
  1440 * minute,
];

/**
 * Cells of equal width over a range: ten minutes for twelve hours, else the width that gives at most 80 of them.
 * A run counts in every cell it touches; `silent` are cells without data; cells that end before `watchedFrom` are unwatched.
 */
export function laneCells(
  anomalies: readonly Pick<ShownAnomaly, "startedAt" | "endedAt" | "peakScore" | "level">[],
  { from, to, now }: { from: number; to: number; now: number },
  silent: ReadonlySet<number> = new Set(),
  watchedFrom = Number.NEGATIVE_INFINITY,
): { width: number; count: number; cells: Cell[] } {
  const width = widths.find((w) => (to - from) / w <= 80) ?? Math.ceil((to - from) / 80);
  const count = Math.max(1, Math.ceil((to - from) / width));
  const cells: Cell[] = Array.from({ length: count }, (_, i) =>
    from + (i + 1) * width <= watchedFrom ? "unwatched" : silent.has(i) ? "silent" : null,
  );
  for (const a of anomalies) {
    const first = Math.max(0, Math.floor((a.startedAt - from) / width));
    const last = Math.min(count - 1, Math.floor(((a.endedAt ?? now) - from) / width));
    for (let i = first; i <= last; i++) {
      const before = cells[i];
      const had = typeof before === "object" ? before : null;
      cells[i] = {
        score: Math.max(had?.score ?? 0, a.peakScore),
        level: had?.level === "STRONG" || a.level === "STRONG" ? "STRONG" : "WEAK",
        count: (had?.count ?? 0) + 1,
      };
    }
  }
  return { width, count, cells };
}
