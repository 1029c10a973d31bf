import { welford } from "../bands/welford";
import { ewma as forecaster } from "../forecasters/ewma";
import { pair } from "../pair";

/** EWMA with a Welford band: see lib/detect/forecasters/ewma.ts and lib/detect/bands/welford.ts. */
export const ewma = pair(
  { name: "ewma", title: forecaster.title, suits: forecaster.suits },
  forecaster,
  welford,
);
