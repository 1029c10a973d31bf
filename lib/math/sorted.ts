/** First index whose value is not below x in an ascending array of `length` used entries. */
export function lowerBound(sorted: readonly number[], x: number, length = sorted.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((sorted[mid] as number) < x) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Puts x into its place in an ascending array, in place. */
export function insertSorted(sorted: number[], x: number): void {
  let i = sorted.length;
  sorted.push(x);
  while (i > 0 && (sorted[i - 1] as number) > x) {
    sorted[i] = sorted[i - 1] as number;
    i--;
  }
  sorted[i] = x;
}
