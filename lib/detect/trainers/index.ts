import { highWaterMark } from "./high-water-mark";
import { quartile } from "./quartile";
import { sigma } from "./sigma";
import type { Trainer } from "./trainer";

// biome-ignore lint/suspicious/noExplicitAny: a registry holds trainers of every parameter type
type AnyTrainer = Trainer<any>;

/** Every trainer by name. One file and one line each; the suite beside it runs them all. */
export const trainers: Readonly<Record<string, AnyTrainer>> = {
  sigma,
  quartile,
  "high-water-mark": highWaterMark,
};
