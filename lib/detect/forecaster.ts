import type { z } from "zod";
import type { State } from "./detector";
import type { Verdict } from "./model";

/** Says what the next value should be, from the past alone. Any forecaster goes with any band. */
export type Forecaster<P extends z.ZodObject = z.ZodObject, S extends State = State> = {
  name: string;
  title: string;
  suits: string;
  params: P;
  init(params: z.infer<P>): S;
  /** The value expected at time t (epoch ms); NaN while there is not enough past. Must not change the state. */
  predict(state: S, t: number, params: z.infer<P>): number;
  /** Learns the value of time t. */
  update(state: S, t: number, value: number, params: z.infer<P>): void;
};

/** Says how far from the expected value is ordinary. */
export type Band<P extends z.ZodObject = z.ZodObject, S extends State = State> = {
  name: string;
  title: string;
  params: P;
  init(params: z.infer<P>): S;
  /**
   * Writes the four bounds around `expected` into `out`, and the score of `value`, from past residuals alone.
   * Leaves bounds NaN where it has none; a NaN value asks for bounds only. Must not change the state.
   */
  judge(
    state: S,
    t: number,
    expected: number,
    value: number,
    params: z.infer<P>,
    out: Verdict,
  ): void;
  /** Learns what the residual (value − expected) at time t was. */
  update(state: S, t: number, residual: number, expected: number, params: z.infer<P>): void;
};

export const defineForecaster = <P extends z.ZodObject, S extends State>(f: Forecaster<P, S>) => f;
export const defineBand = <P extends z.ZodObject, S extends State>(b: Band<P, S>) => b;

// biome-ignore lint/suspicious/noExplicitAny: a registry holds forecasters of every parameter and state type
export type AnyForecaster = Forecaster<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: a registry holds bands of every parameter and state type
export type AnyBand = Band<any, any>;
