/**
 * One step of a 32-bit generator (mulberry32): the next state from the last. Keep the state in plain data;
 * `uniform` turns a state into a number. Deterministic on every machine.
 */
export const nextRandom = (state: number): number => (state + 0x6d2b79f5) | 0;

/** A number in [0, 1) from a state of `nextRandom`. */
export function uniform(state: number): number {
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
