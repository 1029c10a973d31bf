import { additive } from "./bands/additive";
import { multiplicative } from "./bands/multiplicative";
import { powerLaw } from "./bands/power-law";
import { quantile } from "./bands/quantile";
import { welford } from "./bands/welford";
import type { AnyBand, AnyForecaster } from "./forecaster";
import { customRegression } from "./forecasters/custom-regression";
import { ewma } from "./forecasters/ewma";
import { holtWinters } from "./forecasters/holt-winters";
import { naive } from "./forecasters/naive";
import { pewma } from "./forecasters/pewma";
import { seasonalNaive } from "./forecasters/seasonal-naive";
import { sma } from "./forecasters/sma";
import { stlRegression } from "./forecasters/stl-regression";

/** Every forecaster by name. One file and one line each. */
export const forecasters = {
  naive,
  sma,
  ewma,
  pewma,
  "seasonal-naive": seasonalNaive,
  "holt-winters": holtWinters,
  "stl-regression": stlRegression,
  "custom-regression": customRegression,
} as const satisfies Record<string, AnyForecaster>;

/** Every band by name. One file and one line each. */
export const bands = {
  welford,
  additive,
  multiplicative,
  "power-law": powerLaw,
  quantile,
} as const satisfies Record<string, AnyBand>;
