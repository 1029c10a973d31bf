import { welford } from "../bands/welford";
import { sma as forecaster } from "../forecasters/sma";
import { pair } from "../pair";

/** See lib/detect/forecasters/sma.ts; the band is lib/detect/bands/welford.ts. */
export const sma = pair(
  { name: "sma", title: forecaster.title, suits: forecaster.suits },
  forecaster,
  welford,
);
