/** Middle of the values, the mean of the two middle ones for an even count; NaN when there are none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[half] as number;
  return sorted.length === 0
    ? Number.NaN
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

/** Lower quartile, median and upper quartile; between two order statistics the middle of both. NaN without values. */
export function quartiles(values: readonly number[]): [number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q: number) => {
    const place = (sorted.length - 1) * q;
    const low = sorted[Math.floor(place)] ?? Number.NaN;
    const high = sorted[Math.ceil(place)] ?? Number.NaN;
    return (low + high) / 2;
  };
  return [at(0.25), at(0.5), at(0.75)];
}
