import { welford } from "../bands/welford";
import { seasonalNaive as forecaster } from "../forecasters/seasonal-naive";
import { pair } from "../pair";

/** Compares with the same slot one cycle ago; the band is the spread of those differences. */
export const seasonalNaive = pair(
  { name: "seasonal-naive", title: forecaster.title, suits: forecaster.suits },
  forecaster,
  welford,
);
