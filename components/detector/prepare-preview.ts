import type { Preview, PreviewPoints } from "@/lib/detect/preview";
import { downsample } from "@/lib/series/downsample";
import type { ChartPoint } from "../chart/chart-data";

const known = (v: number | undefined): number | null => (Number.isFinite(v) ? (v as number) : null);

/** Index of the first time that is not before `t`. */
function firstAt(times: ArrayLike<number>, t: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The points of a span with their band, few enough to draw: lowest and highest of each part stay. */
export function bandPoints(
  { times, values }: PreviewPoints,
  band: Preview["band"],
  { from, to }: { from: number; to: number },
  max: number,
): ChartPoint[] {
  const a = firstAt(times, from);
  const b = firstAt(times, to + 1);
  const slice = (xs: ArrayLike<number>) => Array.prototype.slice.call(xs, a, b) as number[];
  const part = slice(values);
  return downsample(slice(times), part, max).map((k) => {
    const i = a + k;
    return {
      t: times[i] ?? 0,
      value: known(part[k]),
      expected: known(band.expected[i]),
      lower: known(band.lower[i]),
      upper: known(band.upper[i]),
    };
  });
}
