import type { AnyForecaster } from "@/lib/detect/forecaster";
import { seasonalNaive } from "@/lib/detect/forecasters/seasonal-naive";
import { stlRegression } from "@/lib/detect/forecasters/stl-regression";
import type { Outcome } from "./checks";

const fiveMinutes = 300_000;
const week = 2016;
/** A Monday; the file has no times */
const start = Date.UTC(2019, 5, 3);

/** Root mean squared error of one-step forecasts over the last week, the three weeks before it learned. */
function rmse(forecaster: AnyForecaster, params: unknown, values: readonly number[]): number {
  const p = forecaster.params.parse(params);
  const s = forecaster.init(p);
  const from = values.length - week;
  let sum = 0;
  for (let i = from - 3 * week; i < values.length; i++) {
    const t = start + i * fiveMinutes;
    const y = values[i] as number;
    if (i >= from) sum += (y - forecaster.predict(s, t, p)) ** 2;
    forecaster.update(s, t, y, p);
  }
  return Math.sqrt(sum / week);
}

/** STL regression with one and with two seasons against repeating the day and repeating the week. */
export function compareOnInflow(values: readonly number[]): Outcome {
  const slots = { slotMs: fiveMinutes };
  const day = rmse(seasonalNaive, { ...slots, cycleMs: 86_400_000 }, values);
  const weekly = rmse(seasonalNaive, { ...slots, cycleMs: 604_800_000 }, values);
  const one = rmse(stlRegression, { seasons: "day" }, values);
  const two = rmse(stlRegression, { seasons: "day-and-week" }, values);
  const said = (x: number) => x.toFixed(1);
  return {
    ok: Math.max(one, two) < Math.min(day, weekly),
    rows: week,
    said: `RMSE ${said(one)} with one season, ${said(two)} with two; seasonal naive ${said(day)} by the day, ${said(weekly)} by the week`,
  };
}
