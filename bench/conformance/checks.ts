import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { welford } from "@/lib/detect/bands/welford";
import { ewma } from "@/lib/detect/forecasters/ewma";
import { holtWinters } from "@/lib/detect/forecasters/holt-winters";
import { deviation, pewma } from "@/lib/detect/forecasters/pewma";
import { compareOnInflow } from "./inflow";

export type Outcome = { ok: boolean; rows: number; said: string };
type Check = { name: string; run(dir: string): Outcome };

const allowed = 1e-9;

/** Rows of a CSV without its header, quotes off; none where the file is absent. */
function rowsOf(file: string): string[][] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",").map((cell) => cell.replace(/"/g, "")));
}

const numbers = (file: string): number[][] => rowsOf(file).map((row) => row.map(Number));

function within(rows: number, errors: Record<string, number>, more = ""): Outcome {
  const worst = Object.entries(errors);
  return {
    ok: rows > 0 && worst.every(([, e]) => e <= allowed),
    rows,
    said:
      rows === 0
        ? "the file is not there"
        : `${rows} rows, largest error ${worst.map(([k, e]) => `${k} ${e.toExponential(0)}`).join(", ")}${more}`,
  };
}

const ewmaCheck: Check = {
  name: "EWMA, mean and variance of cal-inflow (α .05)",
  run(dir) {
    const rows = numbers(path.join(dir, "tests/cal-inflow-tests-ewma.csv"));
    const p = { alpha: 0.05 };
    const b = { bandAlpha: 0.05, weakSigmas: 3, strongSigmas: 4 };
    const s = ewma.init(p);
    // Past its start, where it takes 1/t in place of α
    const band = { n: 100, variance: 0 };
    const errors = { mean: 0, variance: 0 };
    rows.forEach(([, y, mean, , variance], i) => {
      const expected = ewma.predict(s, i, p);
      if (i > 0) welford.update(band, i, (y as number) - expected, expected, b);
      ewma.update(s, i, y as number, p);
      errors.mean = Math.max(errors.mean, Math.abs(s.mean - (mean as number)));
      errors.variance = Math.max(errors.variance, Math.abs(band.variance - (variance as number)));
    });
    return within(rows.length, errors);
  },
};

const pewmaCheck: Check = {
  name: "PEWMA, mean, deviation and levels of cal-inflow (α .05, β .5, T 30)",
  run(dir) {
    const rows = rowsOf(path.join(dir, "tests/cal-inflow-tests-pewma.csv"));
    const p = { alpha: 0.05, beta: 0.5, training: 30 };
    const s = pewma.init(p);
    const errors = { mean: 0, deviation: 0 };
    let wrong = 0;
    rows.forEach(([observed, level, mean, std], i) => {
      const y = Number(observed);
      const away = Math.abs(y - pewma.predict(s, i, p));
      const sigma = deviation(s);
      const said = away >= 3 * sigma ? "STRONG" : away >= 2 * sigma ? "WEAK" : "NORMAL";
      if (i > 0 && said !== level) wrong++;
      pewma.update(s, i, y, p);
      errors.mean = Math.max(errors.mean, Math.abs(pewma.predict(s, i, p) - Number(mean)));
      errors.deviation = Math.max(errors.deviation, Math.abs(deviation(s) - Number(std)));
    });
    const outcome = within(rows.length, errors, `, ${wrong} levels differ`);
    return { ...outcome, ok: outcome.ok && wrong === 0 };
  },
};

const holtWintersCheck = (seasonality: "additive" | "multiplicative"): Check => ({
  name: `Holt-Winters, ${seasonality}, Australian tourists (frequency 4, α .441, β .030, γ .002)`,
  run(dir) {
    const file = path.join(dir, `tests/austourists-tests-holtwinters-${seasonality}.csv`);
    const [start, ...rows] = numbers(file);
    const errors = { forecast: 0, level: 0, trend: 0, season: 0 };
    if (!start) return within(0, errors);
    const [, , level, trend, s1, s2, s3, s4] = start as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const p = { cycleMs: 4000, slotMs: 1000, alpha: 0.441, beta: 0.03, gamma: 0.002, seasonality };
    const s = Object.assign(holtWinters.init(p), {
      first: [],
      seen: [],
      start: 0,
      now: -1,
      level,
      trend,
      season: [s4, s3, s2, s1],
      levelNow: level,
      trendNow: trend,
      seasonNow: s1,
    });
    const worse = (key: keyof typeof errors, a: number, b: number | undefined) => {
      errors[key] = Math.max(errors[key], Math.abs(a - (b ?? Number.NaN)));
    };
    rows.forEach(([y, forecast, l, b, season], i) => {
      worse("forecast", holtWinters.predict(s, i * 1000, p), forecast);
      holtWinters.update(s, i * 1000, y as number, p);
      worse("level", s.levelNow, l);
      worse("trend", s.trendNow, b);
      worse("season", s.seasonNow, season);
    });
    return within(rows.length, errors);
  },
});

const stlCheck: Check = {
  name: "STL regression beats seasonal naive, last 7 days of rcf-inflow after 3 weeks",
  run(dir) {
    const file = path.join(dir, "history/rcf-inflow.txt");
    if (!existsSync(file)) return within(0, {});
    return compareOnInflow(readFileSync(file, "utf8").trim().split(/\s+/).map(Number));
  },
};

export const checks: readonly Check[] = [
  ewmaCheck,
  pewmaCheck,
  holtWintersCheck("additive"),
  holtWintersCheck("multiplicative"),
  stlCheck,
];
