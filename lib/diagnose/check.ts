import type { z } from "zod";
import type { Outcome, Vote } from "./model";
import type { Data, Need, Scene } from "./scene";

/** What a check found: its outcome, one plain sentence with the numbers in it, and its votes. */
export type Judgement = {
  outcome: Exclude<Outcome, "error">;
  says: string;
  votes?: readonly Vote[];
  /** What it looked at, for who wants to re-check */
  evidence?: Record<string, unknown>;
};

/**
 * One read-only diagnostic. It declares what it needs; somebody else fetches that; it judges purely. A vote's weight is in
 * units of log odds: +1 makes a suspect e times as likely, −3 all but clears it.
 */
export type Check<P extends z.ZodObject = z.ZodObject> = {
  name: string;
  title: string;
  /** The question that it answers */
  asks: string;
  /** Every field has a default and, in .meta(), a title and a description */
  params: P;
  /** None: the check does not apply here and is skipped */
  needs(scene: Scene, params: z.infer<P>): readonly Need[];
  judge(scene: Scene, data: Data, params: z.infer<P>): Judgement;
};

export const defineCheck = <P extends z.ZodObject>(check: Check<P>): Check<P> => check;

// biome-ignore lint/suspicious/noExplicitAny: a registry holds checks of every parameter type
export type AnyCheck = Check<any>;
