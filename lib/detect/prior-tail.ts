import { type Tail, tailChance } from "@/lib/math/tail";

/**
 * −log10 of the chance of a size of at least `size` (in mean sizes): the tail seen so far, mixed with a Laplace prior
 * e^−size that is worth `prior` points. A young or polluted tail stays sensible so.
 */
export function priorTailScore(tail: Tail, size: number, prior: number): number {
  const n = tail.above[0] as number;
  return -Math.log10((prior * Math.exp(-size) + n * tailChance(tail, size)) / (prior + n) + 1e-12);
}

const largest = 1e9;

/**
 * The size that scores `score`: priorTailScore turned round. The score is nearly straight in the size, so false
 * position (the Illinois rule) from around the last answer, `guess` (0 for none), needs a handful of steps.
 */
export function priorTailSize(tail: Tail, score: number, prior: number, guess: number): number {
  let low = guess > 0 ? 0.95 * guess : 0;
  let below = priorTailScore(tail, low, prior) - score;
  let high = guess > 0 ? 1.05 * guess : 4;
  if (below >= 0) {
    if (low === 0) return 0;
    high = low;
    low = 0;
    below = priorTailScore(tail, 0, prior) - score;
    if (below >= 0) return 0;
  }
  let above = priorTailScore(tail, high, prior) - score;
  while (above < 0 && high < largest) {
    low = high;
    below = above;
    high *= 2;
    above = priorTailScore(tail, high, prior) - score;
  }
  let kept = 0;
  for (let i = 0; i < 40 && high - low > 1e-4 * high && above > 1e-4; i++) {
    const mid = (low * above - high * below) / (above - below);
    const at = priorTailScore(tail, mid, prior) - score;
    if (at < 0) {
      low = mid;
      below = at;
      if (kept === -1) above *= 0.5;
      kept = -1;
    } else {
      high = mid;
      above = at;
      if (kept === 1) below *= 0.5;
      kept = 1;
    }
  }
  return high;
}
