import { welford } from "../bands/welford";
import { stlRegression as forecaster } from "../forecasters/stl-regression";
import { pair } from "../pair";

/** See lib/detect/forecasters/stl-regression.ts; the band is lib/detect/bands/welford.ts. */
export const stlRegression = pair(
  { name: "stl-regression", title: forecaster.title, suits: forecaster.suits },
  forecaster,
  welford,
);
