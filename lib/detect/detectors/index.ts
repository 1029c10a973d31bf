import type { AnyDetector } from "../detector";
import { constantThreshold } from "./constant-threshold";
import { ewma } from "./ewma";
import { seasonalNaive } from "./seasonal-naive";
import { universal } from "./universal";

/** Every detector by name. One file and one line each; the contract suite beside it runs them all. */
export const detectors: Readonly<Record<string, AnyDetector>> = {
  universal,
  "constant-threshold": constantThreshold,
  ewma,
  "seasonal-naive": seasonalNaive,
};

/** The detector for a series of which nothing is known. */
export const defaultDetector = "universal";
