/**
 * Indices of the points to draw when there are more than `max`: of each of max/2 equal spans of time the lowest and the
 * highest, in order, so that no spike is lost. A span that holds a gap keeps one gap, so that a hole stays a hole.
 * Times ascend; NaN and null are gaps. One pass, O(n).
 */
export function downsample(
  times: ArrayLike<number>,
  values: ArrayLike<number | null>,
  max: number,
): number[] {
  const n = times.length;
  if (n <= max) return Array.from({ length: n }, (_, i) => i);
  const first = times[0] ?? 0;
  const buckets = Math.max(1, Math.floor(max / 2));
  const width = ((times[n - 1] ?? 0) - first) / buckets || 1;
  const kept: number[] = [];
  let bucket = 0;
  let low = -1;
  let high = -1;
  let gap = -1;
  const flush = () => {
    for (const i of [...new Set([low, high, gap])].filter((x) => x >= 0).sort((a, b) => a - b))
      kept.push(i);
    low = high = gap = -1;
  };
  for (let i = 0; i < n; i++) {
    const b = Math.min(buckets - 1, Math.floor(((times[i] ?? 0) - first) / width));
    if (b !== bucket) {
      flush();
      bucket = b;
    }
    const v = values[i];
    if (v === null || v === undefined || Number.isNaN(v)) {
      if (gap < 0) gap = i;
      continue;
    }
    if (low < 0 || v < (values[low] as number)) low = i;
    if (high < 0 || v > (values[high] as number)) high = i;
  }
  flush();
  return kept;
}
