/**
 * The Numenta Anomaly Benchmark's scoring rules (Lavin and Ahmad 2015, github.com/numenta/NAB, scoring of version 1.1):
 * - the first min(⌊15 % of n⌋, 750) rows are probation and not scored;
 * - in a labelled window only the earliest detection counts, tp·S(p)/S(−1) with S(p) = 2/(1+e^(5p)) − 1 and
 *   p = −(right − i + 1)/width; a window without detection costs fn;
 * - another detection costs fp·S(d/(width−1)), d = rows since the last window's right edge, S = −1 beyond 3 widths and
 *   before any window;
 * - one threshold for all files; 100·(raw − null)/(perfect − null).
 */
export type Profile = { tp: number; fn: number; fp: number };

export const profiles = {
  standard: { tp: 1, fn: 1, fp: 0.11 },
  lowFp: { tp: 1, fn: 1, fp: 0.22 },
  lowFn: { tp: 1, fn: 2, fp: 0.11 },
} as const satisfies Record<string, Profile>;

/** One scorable row: its score, its unweighted worth, and the window it lies in (−1: none). */
export type Row = { score: number; worth: number; window: number };

const sigmoid = (p: number): number => (p > 3 ? -1 : 2 / (1 + Math.exp(5 * p)) - 1);
const earliest = sigmoid(-1);

export const probation = (n: number): number => Math.min(Math.floor(0.15 * n), 750);

/** Rows of one file. Windows are [first, last] times, in order; window ids start at `firstWindow`. */
export function rowsOf(
  times: readonly number[],
  scores: ArrayLike<number>,
  windows: readonly (readonly [number, number])[],
  firstWindow: number,
): Row[] {
  const spans = windows
    .map(([from, to]) => {
      const left = times.findIndex((t) => t >= from);
      const right = times.findLastIndex((t) => t <= to);
      return { left, right, width: right - left + 1 };
    })
    .filter(({ left, width }) => left >= 0 && width > 0);
  const rows: Row[] = [];
  let k = 0;
  for (let i = 0; i < times.length; i++) {
    while (k < spans.length && i > (spans[k]?.right ?? 0)) k++;
    if (i < probation(times.length)) continue;
    const here = spans[k];
    const before = spans[k - 1];
    const score = scores[i] ?? 0;
    if (here && i >= here.left)
      rows.push({
        score,
        worth: sigmoid(-(here.right - i + 1) / here.width) / earliest,
        window: firstWindow + k,
      });
    else
      rows.push({
        score,
        worth: before ? sigmoid((i - before.right) / (before.width - 1)) : -1,
        window: -1,
      });
  }
  return rows;
}

export type NabResult = { score: number; threshold: number };

const normalise = (raw: number, profile: Profile, windows: number): number =>
  windows === 0 ? 0 : (100 * (raw + profile.fn * windows)) / (windows * (profile.tp + profile.fn));

/** The raw score at every threshold in falling order; `take` sees each. Windows that no row reaches count as missed. */
function sweep(
  rows: readonly Row[],
  profile: Profile,
  windows: number,
  take: (threshold: number, raw: number) => void,
): void {
  const sorted = rows.filter((r) => r.score > 0).sort((a, b) => b.score - a.score);
  const best = new Map<number, number>();
  let raw = -profile.fn * windows;
  take(Number.POSITIVE_INFINITY, raw);
  for (let i = 0; i < sorted.length; ) {
    const threshold = sorted[i]?.score ?? 0;
    for (; i < sorted.length && sorted[i]?.score === threshold; i++) {
      const row = sorted[i] as Row;
      if (row.window < 0) {
        raw += profile.fp * row.worth;
        continue;
      }
      const old = best.get(row.window) ?? -profile.fn;
      const now = profile.tp * row.worth;
      if (now <= old) continue;
      best.set(row.window, now);
      raw += now - old;
    }
    take(threshold, raw);
  }
}

/** The best threshold for these rows, as NAB's optimiser chooses it; ties go to the higher one. */
export function optimise(rows: readonly Row[], profile: Profile, windows: number): NabResult {
  let top = -Infinity;
  let threshold = Number.POSITIVE_INFINITY;
  sweep(rows, profile, windows, (at, raw) => {
    if (raw > top) {
      top = raw;
      threshold = at;
    }
  });
  return { score: normalise(top, profile, windows), threshold };
}

/** Raw score at a given threshold: score ≥ threshold is a detection. */
export function rawAt(
  rows: readonly Row[],
  profile: Profile,
  windows: number,
  threshold: number,
): number {
  let result = -profile.fn * windows;
  sweep(rows, profile, windows, (at, raw) => {
    if (at >= threshold) result = raw;
  });
  return result;
}

export const scoreAt = (
  rows: readonly Row[],
  profile: Profile,
  windows: number,
  threshold: number,
): NabResult => ({
  score: normalise(rawAt(rows, profile, windows, threshold), profile, windows),
  threshold,
});

/** Learns the threshold on one half of the files, scores the other, both ways: what a fresh corpus would give. */
export function crossValidate(
  files: readonly { rows: Row[]; windows: number }[],
  profile: Profile,
): number {
  const halves = [0, 1].map((h) => files.filter((_, i) => i % 2 === h));
  let raw = 0;
  let windows = 0;
  for (const [learn, score] of [halves, [...halves].reverse()]) {
    const count = (half: typeof files) => half.reduce((sum, f) => sum + f.windows, 0);
    const rows = (half: typeof files) => half.flatMap((f) => f.rows);
    const { threshold } = optimise(rows(learn ?? []), profile, count(learn ?? []));
    raw += rawAt(rows(score ?? []), profile, count(score ?? []), threshold);
    windows += count(score ?? []);
  }
  return normalise(raw, profile, windows);
}
