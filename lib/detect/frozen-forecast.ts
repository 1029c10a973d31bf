import type { Detector, State } from "./detector";
import { newVerdict } from "./model";

type AnyOne = { detector: Detector; params: Record<string, unknown> };
type Points = { times: ArrayLike<number>; values: ArrayLike<number> };

/** A value with what was expected of it. */
export type Forecast = { t: number; value: number; expected: number };

/**
 * What a detector expected of every point, learning nothing after `freezeAt` (epoch ms): from there on it is told what it
 * expected itself, so that an incident does not become the new normal while it is measured. Points without a value or
 * an expectation are left out, and so are those before `from`, from which it only learns.
 */
export function frozenForecast(
  { detector, params: raw }: AnyOne,
  { times, values }: Points,
  { from, freezeAt }: { from: number; freezeAt: number },
): Forecast[] {
  const params = detector.params.parse(raw);
  const state: State = detector.init(params);
  const out = newVerdict();
  const found: Forecast[] = [];
  for (let i = 0; i < values.length; i++) {
    const t = times[i] ?? Number.NaN;
    const value = values[i] ?? Number.NaN;
    const frozen = t >= freezeAt;
    // The expectation does not depend on the value; asking a copy leaves the state as it was.
    if (frozen) detector.step(structuredClone(state), t, value, params, out);
    else detector.step(state, t, value, params, out);
    const { expected } = out;
    if (frozen) detector.step(state, t, Number.isFinite(expected) ? expected : value, params, out);
    if (t >= from && Number.isFinite(value) && Number.isFinite(expected))
      found.push({ t, value, expected });
  }
  return found;
}
