/** A version's first request within this time of its deploy dates the deploy. */
export const nearMs = 10 * 60_000;
/** A pause this long between windows means that the version was gone and came back. */
const pauseMs = 60_000;

/**
 * When a deploy told of at `at` began to act: the start of the run of windows, in which its version served, that lies
 * nearest to `at`. `starts` are those windows in order, from 2 × `nearMs` before `at` on, so that a version which ran all
 * along, and one that was taken back and deployed again, are told apart. `at` itself when no run begins near it.
 */
export function firstRequest(starts: readonly number[], at: number): number {
  let best = at;
  let distance = nearMs;
  let previous = Number.NEGATIVE_INFINITY;
  for (const start of starts) {
    const begins = start > previous + pauseMs;
    previous = start;
    if (!begins || Math.abs(start - at) >= distance) continue;
    best = start;
    distance = Math.abs(start - at);
  }
  return best;
}
