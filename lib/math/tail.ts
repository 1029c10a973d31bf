/**
 * What a stream of non-negative scores looked like so far: how much weight lay at or above each of `bins` levels,
 * an eighth of an octave apart, and a generalised Pareto tail over the highest 2 %.
 * Plain data of bounded size; old scores lose half their weight each time the weight reaches its limit.
 */
export type Tail = {
  /** Weight at or above each level; index 0 is everything */
  above: number[];
  /** Points until the next fit */
  wait: number;
  /** Threshold of the tail and the two parameters fitted over it */
  u: number;
  share: number;
  xi: number;
  beta: number;
};

const bins = 112;
const perOctave = 8;
/** The lowest level is 2^-5: scores are in units of an ordinary deviation, so anything below is "nothing". */
const lowestOctave = -5;
const refitEvery = 16;
/** No chance is smaller than this. */
const least = 1e-12;

const levelOf = (bin: number): number => 2 ** ((bin - 1) / perOctave + lowestOctave);
const levels = Float64Array.from({ length: bins + 1 }, (_, i) => (i === 0 ? 0 : levelOf(i)));

function binOf(a: number): number {
  if (!(a > (levels[1] as number))) return 0;
  const bin = 1 + Math.floor((Math.log2(a) - lowestOctave) * perOctave);
  return bin < bins ? bin : bins - 1;
}

export const newTail = (): Tail => ({
  above: new Array<number>(bins).fill(0),
  wait: refitEvery,
  u: Number.MAX_VALUE,
  share: 0,
  xi: 0,
  beta: 1,
});

/** Fits the Pareto tail by moments over the highest 2 % (peaks over threshold; Siffer et al. 2017). */
function refit(tail: Tail): void {
  const above = tail.above;
  const n = above[0] as number;
  if (n <= 0) return;
  let bin = bins - 1;
  while (bin > 0 && (above[bin] as number) < 0.02 * n) bin--;
  const u = levels[bin] as number;
  const weight = above[bin] as number;
  let sum = 0;
  let squares = 0;
  for (let i = bin; i < bins; i++) {
    const w = (above[i] as number) - ((above[i + 1] as number | undefined) ?? 0);
    if (w <= 0) continue;
    const x = 0.5 * ((levels[i] as number) + (levels[i + 1] as number)) - u;
    sum += w * x;
    squares += w * x * x;
  }
  const mean = sum / weight;
  const variance = Math.max(squares / weight - mean * mean, 1e-12 * mean * mean);
  tail.u = u;
  tail.share = weight;
  tail.xi = Math.min(0.5, Math.max(-0.2, 0.5 * (1 - (mean * mean) / variance)));
  tail.beta = Math.max(mean * (1 - tail.xi), 1e-9);
}

/** The estimated probability of a score of at least `a` (≥ 0), no less than 1e-12; 1 while nothing has been seen. */
export function tailChance(tail: Tail, a: number): number {
  const above = tail.above;
  const n = above[0] as number;
  if (n < 1) return 1;
  if (a <= tail.u) {
    const bin = binOf(a);
    const here = above[bin] as number;
    const next = ((above[bin + 1] as number | undefined) ?? 0) as number;
    const low = levels[bin] as number;
    const width = (levels[bin + 1] as number) - low;
    const inside = width > 0 ? Math.min(1, Math.max(0, (a - low) / width)) : 0;
    return (here - inside * (here - next) + 1) / (n + 1);
  }
  const x = (a - tail.u) / tail.beta;
  const inner = 1 + tail.xi * x;
  if (inner <= 0) return least;
  const beyond = Math.abs(tail.xi) < 1e-6 ? Math.exp(-x) : inner ** (-1 / tail.xi);
  return Math.max(least, ((tail.share + 1) / (n + 1)) * beyond);
}

/** −log10 of the estimated probability of a score of at least `a` (≥ 0), between 0 and 12. */
export const tailScore = (tail: Tail, a: number): number => 0 - Math.log10(tailChance(tail, a));

/** Adds one score. `memory` is the weight at which old scores are halved; `weight` is 1 for an ordinary point. */
export function addToTail(tail: Tail, a: number, memory: number, weight = 1): void {
  const above = tail.above;
  const bin = binOf(a);
  for (let i = 0; i <= bin; i++) above[i] = (above[i] as number) + weight;
  if ((above[0] as number) >= memory)
    for (let i = 0; i < bins; i++) {
      const half = (above[i] as number) * 0.5;
      above[i] = half < 0.25 ? 0 : half;
    }
  tail.wait--;
  if (tail.wait <= 0) {
    tail.wait = refitEvery;
    refit(tail);
  }
}

/** Makes everything seen so far count for `share` (0–1) of what it did. */
export function fadeTail(tail: Tail, share: number): void {
  for (let i = 0; i < bins; i++) tail.above[i] = share * (tail.above[i] as number);
  refit(tail);
}

/** The score that is reached with probability 10^−score: the inverse of `tailScore`, for drawing a band. */
export function tailLevel(tail: Tail, score: number): number {
  const above = tail.above;
  const n = above[0] as number;
  if (n < 1) return Number.NaN;
  const p = 10 ** -score;
  const atU = (tail.share + 1) / (n + 1);
  if (p < atU) {
    const ratio = p / atU;
    const x = Math.abs(tail.xi) < 1e-6 ? -Math.log(ratio) : (ratio ** -tail.xi - 1) / tail.xi;
    return tail.u + tail.beta * x;
  }
  const weight = p * (n + 1) - 1;
  let low = 0;
  let high = bins - 1;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if ((above[mid] as number) >= weight) low = mid;
    else high = mid - 1;
  }
  return levels[low + 1] as number;
}
