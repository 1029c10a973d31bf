/** The last point of a counter or histogram: `values` are cumulative, in an order that its reader knows. */
export type CounterState = { startMs: number; atMs: number; values: readonly number[] };
/** What was added to each value during (fromMs, toMs]. */
export type Increase = { fromMs: number; toMs: number; added: readonly number[] };

/** An increase over a longer time than this says nothing about when it happened: the point only becomes the new base. */
export const maxIncreaseMs = 3_600_000;
/** A counter seen for the first time counts from its start when that is at most this long ago. */
const maxFirstMs = 300_000;

/**
 * Turns one point into what it adds, and the state to keep.
 *
 * - A point that is not newer than the state is a repetition: null.
 * - Cumulative: the difference to the state. When the start time moved past the state, or a value fell, the counter began
 *   again and the whole value was added since its start.
 * - A counter without state that belongs to a group whose last collection (`groupAtMs`) is known did not exist then: it
 *   was 0, and all of it came after. Otherwise it counts from its start time, if that is recent; else it is the base.
 * - Delta: all of it, since the start time that it tells, cut to what is after the state.
 */
export function increaseOf(
  point: CounterState,
  state: CounterState | undefined,
  groupAtMs: number | undefined,
  delta: boolean,
): { increase: Increase | null; state: CounterState } | null {
  if (state && point.atMs <= state.atMs) return null;
  const since = delta
    ? Math.max(point.startMs > 0 ? point.startMs : (groupAtMs ?? 0), state?.atMs ?? 0)
    : cumulativeFrom(point, state, groupAtMs);
  // Begun and told within one millisecond.
  const fromMs = since === point.atMs ? since - 1 : since;
  const known = fromMs > 0 && fromMs < point.atMs && point.atMs - fromMs <= maxIncreaseMs;
  if (!known) return { increase: null, state: point };
  const grew = !delta && state !== undefined && !restarted(point, state);
  const added = grew
    ? point.values.map((v, i) => Math.max(0, v - (state.values[i] ?? 0)))
    : point.values;
  return { increase: { fromMs, toMs: point.atMs, added }, state: point };
}

function cumulativeFrom(
  point: CounterState,
  state: CounterState | undefined,
  groupAtMs: number | undefined,
): number {
  if (state) return restarted(point, state) ? Math.max(state.atMs, point.startMs) : state.atMs;
  if (groupAtMs !== undefined) return Math.max(groupAtMs, point.startMs);
  return point.startMs > 0 && point.atMs - point.startMs <= maxFirstMs ? point.startMs : 0;
}

const restarted = (point: CounterState, state: CounterState): boolean =>
  point.startMs > state.atMs ||
  point.values.length !== state.values.length ||
  // The first value is the count, or the sum of a counter: it never falls in one life.
  (point.values[0] ?? 0) < (state.values[0] ?? 0);
