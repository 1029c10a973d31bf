import { z } from "zod";
import { Problem } from "@/lib/problem";

/** Detector parameters that a trainer returns: JSON values by the names of that detector's schema. */
export type Trained = Record<string, number | null>;

/**
 * Chooses a detector's parameters from a series' history: a pure function, no clock, no I/O. The values come in the
 * order of time and may hold NaN for gaps. The parameters that it does not return keep their own values.
 */
export type Trainer<P extends z.ZodObject = z.ZodObject> = {
  name: string;
  title: string;
  /** One plain sentence: what it is good for */
  suits: string;
  /** The detector whose parameters it makes */
  detector: string;
  /** Every field has a default and, in .meta(), a title and a description */
  params: P;
  /** Throws Problem("bad-input") when the values are too few to say anything. */
  train(values: readonly number[], params: z.infer<P>): Trained;
};

export const defineTrainer = <P extends z.ZodObject>(t: Trainer<P>): Trainer<P> => t;

/** The values that are numbers, if there are at least `atLeast` of them. */
export function known(values: readonly number[], atLeast: number): number[] {
  const finite = values.filter(Number.isFinite);
  if (finite.length < atLeast)
    throw new Problem(
      "bad-input",
      `There are ${finite.length} values to learn from and ${atLeast} are needed: choose a longer stretch, or wait until there is more history.`,
    );
  return finite;
}

export type Tails = "above" | "below" | "both";

export const tails = (preset: Tails) =>
  z.enum(["above", "below", "both"]).default(preset).meta({
    title: "Limits",
    description:
      "On which side to set limits: above for latency and errors, below for success, both for counts of requests.",
  });

/** The four limits of the constant-threshold detector; a side that was not asked for has none. */
export function limits(
  side: Tails,
  upper: { weak: number; strong: number },
  lower: { weak: number; strong: number },
): Trained {
  const up = side !== "below";
  const down = side !== "above";
  return {
    weakUpper: up ? upper.weak : null,
    strongUpper: up ? upper.strong : null,
    weakLower: down ? lower.weak : null,
    strongLower: down ? lower.strong : null,
  };
}
