import type { z } from "zod";
import { newVerdict, type Verdict } from "./model";

/** Plain data that survives JSON: numbers, strings, arrays and objects of them. */
export type State = { [key: string]: Plain };
type Plain = number | string | boolean | null | Plain[] | { [key: string]: Plain };

/**
 * A detector is a reducer over points: no clock, no I/O, no randomness but a seed in its parameters.
 * The order is always predict → classify → update: the verdict on a point uses only points before it.
 */
export type Detector<P extends z.ZodObject = z.ZodObject, S extends State = State> = {
  name: string;
  title: string;
  /** One plain sentence: what it is good for */
  suits: string;
  /** "shifts" for one that is silent on single points by design and tells lasting shifts once */
  finds?: "shifts";
  /** Every field has a default and, in .meta(), a title, a description and where it has one a unit */
  params: P;
  init(params: z.infer<P>): S;
  /**
   * Judges the value of time `t` (epoch ms) into `out`, then absorbs it into `state`, both in place.
   * NaN is a gap: the verdict is UNKNOWN. The caller never passes a time that is not after the last one.
   */
  step(state: S, t: number, value: number, params: z.infer<P>, out: Verdict): void;
};

export const defineDetector = <P extends z.ZodObject, S extends State>(
  d: Detector<P, S>,
): Detector<P, S> => d;

// biome-ignore lint/suspicious/noExplicitAny: a registry holds detectors of every parameter and state type
export type AnyDetector = Detector<any, any>;

/** Folds a detector over points and keeps every verdict; what tests, benches and the preview call. Times in epoch ms. */
export function run(
  detector: AnyDetector,
  rawParams: unknown,
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  saved?: State,
): { verdicts: Verdict[]; state: State } {
  const params = detector.params.parse(rawParams);
  const state: State = saved ?? detector.init(params);
  const verdicts: Verdict[] = [];
  for (let i = 0; i < values.length; i++) {
    const out = newVerdict();
    detector.step(state, times[i] ?? Number.NaN, values[i] ?? Number.NaN, params, out);
    verdicts.push(out);
  }
  return { verdicts, state };
}
