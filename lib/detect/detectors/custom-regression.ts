import { welford } from "../bands/welford";
import { customRegression as forecaster } from "../forecasters/custom-regression";
import { pair } from "../pair";

/** See lib/detect/forecasters/custom-regression.ts; the band is lib/detect/bands/welford.ts. */
export const customRegression = pair(
  { name: "custom-regression", title: forecaster.title, suits: forecaster.suits },
  forecaster,
  welford,
);
