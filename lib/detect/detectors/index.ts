import type { AnyDetector } from "../detector";
import { constantThreshold } from "./constant-threshold";
import { customRegression } from "./custom-regression";
import { cusum } from "./cusum";
import { edmX } from "./edm-x";
import { ensemble } from "./ensemble";
import { ewma } from "./ewma";
import { forecast } from "./forecast";
import { holtWinters } from "./holt-winters";
import { individuals } from "./individuals";
import { naive } from "./naive";
import { pewma } from "./pewma";
import { randomCutForest } from "./random-cut-forest";
import { seasonalNaive } from "./seasonal-naive";
import { sma } from "./sma";
import { stlRegression } from "./stl-regression";
import { universal } from "./universal";

/** Every detector by name. One file and one line each; the contract suite beside it runs them all. */
export const detectors: Readonly<Record<string, AnyDetector>> = {
  universal,
  "constant-threshold": constantThreshold,
  naive,
  sma,
  ewma,
  pewma,
  "seasonal-naive": seasonalNaive,
  "holt-winters": holtWinters,
  "stl-regression": stlRegression,
  "custom-regression": customRegression,
  forecast,
  cusum,
  individuals,
  "edm-x": edmX,
  "random-cut-forest": randomCutForest,
  ensemble,
};

/** The detector for a series of which nothing is known. */
export const defaultDetector = "universal";
