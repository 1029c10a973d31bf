import { loess } from "./loess";

export type Decomposition = { trend: Float64Array; seasonal: Float64Array };

/** Next odd whole number. */
const odd = (x: number): number => Math.ceil(x) + (Math.ceil(x) % 2 === 0 ? 1 : 0);

/** Mean over `width` neighbours: n − width + 1 values. */
function movingAverage(values: Float64Array, width: number): Float64Array {
  const out = new Float64Array(values.length - width + 1);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] as number;
    if (i >= width) sum -= values[i - width] as number;
    if (i >= width - 1) out[i - width + 1] = sum / width;
  }
  return out;
}

function median(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[half] as number)
    : 0.5 * ((sorted[half - 1] as number) + (sorted[half] as number));
}

/**
 * Seasonal-trend decomposition by LOESS (Cleveland et al. 1990): cycle-subseries smoothing, low-pass filter
 * (two averages over the period, one over 3, LOESS), deseasonalising, trend LOESS; repeated `inner` times within
 * `outer` rounds of bisquare weights on |remainder|/(6·median). `seasonSpan` is the span of the subseries smoother
 * in cycles (odd, ≥ 7). values has at least two periods and no gaps. O(inner·(outer + 1)·n·span).
 */
export function stl(
  values: Float64Array,
  period: number,
  { seasonSpan = 7, inner = 2, outer = 3 } = {},
): Decomposition {
  const n = values.length;
  if (n < 2 * period) throw new RangeError("needs two whole periods");
  const trendSpan = odd((1.5 * period) / (1 - 1.5 / seasonSpan));
  const lowSpan = odd(period);
  const trend = new Float64Array(n);
  const seasonal = new Float64Array(n);
  const low = new Float64Array(n);
  let robust: Float64Array | null = null;
  for (let round = 0; round <= outer; round++) {
    for (let k = 0; k < inner; k++) {
      const cycle = new Float64Array(n + 2 * period);
      for (let phase = 0; phase < period; phase++) {
        const length = Math.ceil((n - phase) / period);
        const sub = new Float64Array(length);
        const weights: Float64Array | null = robust ? new Float64Array(length) : null;
        for (let i = 0; i < length; i++) {
          const at = phase + i * period;
          sub[i] = (values[at] as number) - (trend[at] as number);
          if (weights && robust) weights[i] = robust[at] as number;
        }
        const smooth = new Float64Array(length + 2);
        loess(sub, seasonSpan, weights, -1, smooth);
        for (let i = 0; i < smooth.length; i++) cycle[phase + i * period] = smooth[i] as number;
      }
      const filtered = movingAverage(movingAverage(movingAverage(cycle, period), period), 3);
      loess(filtered, lowSpan, null, 0, low);
      const flat = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        seasonal[i] = (cycle[i + period] as number) - (low[i] as number);
        flat[i] = (values[i] as number) - (seasonal[i] as number);
      }
      loess(flat, trendSpan, robust, 0, trend);
    }
    if (round === outer) break;
    const size = new Float64Array(n);
    for (let i = 0; i < n; i++)
      size[i] = Math.abs((values[i] as number) - (trend[i] as number) - (seasonal[i] as number));
    const h = 6 * median(size);
    robust = size.map((r) => {
      if (h <= 0 || r <= 0.001 * h) return 1;
      const u = r / h;
      return u >= 0.999 ? 0 : (1 - u * u) ** 2;
    });
  }
  return { trend, seasonal };
}
