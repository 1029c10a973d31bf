import { welford } from "../bands/welford";
import { holtWinters as forecaster } from "../forecasters/holt-winters";
import { pair } from "../pair";

/** See lib/detect/forecasters/holt-winters.ts; the band is lib/detect/bands/welford.ts. */
export const holtWinters = pair(
  { name: "holt-winters", title: forecaster.title, suits: forecaster.suits },
  forecaster,
  welford,
);
