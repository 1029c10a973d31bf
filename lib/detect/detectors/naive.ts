import { welford } from "../bands/welford";
import { naive as forecaster } from "../forecasters/naive";
import { pair } from "../pair";

/** See lib/detect/forecasters/naive.ts; the band is lib/detect/bands/welford.ts. */
export const naive = pair(
  { name: "naive", title: forecaster.title, suits: forecaster.suits },
  forecaster,
  welford,
);
