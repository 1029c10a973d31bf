import type { Counts } from "./model";

/** Points that wait for late ones, in order. Plain data. */
export type LateBuffer = { newest: number; times: number[]; values: number[] };
/** The last point that came, and the usual interval between points, ms. Plain data. */
export type GapTrack = { t: number; value: number; step: number };

/** More than this many never wait: the oldest go on. */
const mostWaiting = 1000;

export const newLateBuffer = (): LateBuffer => ({
  newest: Number.NEGATIVE_INFINITY,
  times: [],
  values: [],
});

/** Takes a point in its order. False when there is one of that time already: the first stays. */
export function putInOrder(buffer: LateBuffer, t: number, value: number): boolean {
  let i = buffer.times.length;
  while (i > 0 && (buffer.times[i - 1] as number) > t) i--;
  if (i > 0 && buffer.times[i - 1] === t) return false;
  buffer.times.splice(i, 0, t);
  buffer.values.splice(i, 0, value);
  if (t > buffer.newest) buffer.newest = t;
  return true;
}

/** Hands over, in order, the points up to a time (inclusive), and the oldest of too many. */
export function releaseUpTo(
  buffer: LateBuffer,
  upTo: number,
  take: (t: number, value: number) => void,
): void {
  const { times, values } = buffer;
  let n = 0;
  while (n < times.length && ((times[n] as number) <= upTo || times.length - n > mostWaiting)) {
    take(times[n] as number, values[n] as number);
    n++;
  }
  if (n > 0) {
    times.splice(0, n);
    values.splice(0, n);
  }
}

/**
 * Hands over what stands in for the points missing before (t, value): evenly spaced, the last value (carry), zero, or
 * the straight line between both ends (interpolate). A gap longer than `upTo` points stays a gap, for what was before says
 * little about so long a time.
 */
export function fillGap(
  track: GapTrack | undefined,
  { policy, upTo }: Counts["gaps"],
  t: number,
  value: number,
  take: (t: number, value: number) => void,
): GapTrack {
  if (!track) return { t, value, step: 0 };
  const since = t - track.t;
  const missing = track.step > 0 ? Math.round(since / track.step) - 1 : 0;
  const filled = missing > 0 && missing <= upTo;
  if (filled)
    for (let k = 1; k <= missing; k++) {
      const share = k / (missing + 1);
      const stand =
        policy === "zero"
          ? 0
          : policy === "carry"
            ? track.value
            : track.value + share * (value - track.value);
      take(track.t + share * since, stand);
    }
  const step = filled ? since / (missing + 1) : since;
  return {
    t,
    value,
    step:
      track.step === 0 ? step : track.step + 0.1 * (Math.min(step, 4 * track.step) - track.step),
  };
}
