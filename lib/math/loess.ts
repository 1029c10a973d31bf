/**
 * LOESS of values at 0, 1, 2, …: at each of `out.length` places from `from` on, a straight line fitted to the `q` nearest
 * values with tricube weights times `robust`. Cleveland 1979. O(out · q).
 */
export function loess(
  values: Float64Array,
  q: number,
  robust: Float64Array | null,
  from: number,
  out: Float64Array,
): void {
  const n = values.length;
  const width = Math.min(q, n);
  for (let k = 0; k < out.length; k++) {
    const x = from + k;
    const left = Math.max(0, Math.min(n - width, Math.round(x - (width - 1) / 2)));
    const right = left + width - 1;
    // With more neighbours asked for than there are, the window still widens (as in the original program)
    const reach =
      Math.max(Math.abs(x - left), Math.abs(right - x)) + (q > n ? (q - n) / 2 : 0) + 1e-9;
    let sum = 0;
    let sx = 0;
    let sy = 0;
    for (let i = left; i <= right; i++) {
      const u = Math.abs(i - x) / reach;
      if (u >= 1) continue;
      const c = 1 - u * u * u;
      const w = c * c * c * (robust ? (robust[i] as number) : 1);
      sum += w;
      sx += w * i;
      sy += w * (values[i] as number);
    }
    if (sum <= 0) {
      out[k] = values[Math.max(0, Math.min(n - 1, x))] as number;
      continue;
    }
    const mx = sx / sum;
    const my = sy / sum;
    let sxx = 0;
    let sxy = 0;
    for (let i = left; i <= right; i++) {
      const u = Math.abs(i - x) / reach;
      if (u >= 1) continue;
      const c = 1 - u * u * u;
      const w = c * c * c * (robust ? (robust[i] as number) : 1);
      sxx += w * (i - mx) * (i - mx);
      sxy += w * (i - mx) * ((values[i] as number) - my);
    }
    out[k] = sxx > 1e-9 * sum ? my + (sxy / sxx) * (x - mx) : my;
  }
}
