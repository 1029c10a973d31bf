// How well anomalies are grouped into situations, and what it costs; the worker's own grouping code.
//   npm run bench:situate -- [--data DIR] [--days 50:101,100:101,…] [--json]
// Labelled days of the simulator (size:seed) through the shipped detectors, the tvdiag failures of DIR (SITROOM_DATASETS when
// absent) interleaved when they are there, and a day of 100,000 anomalies. Without --json the tables are printed, and
// bench/results/situate-DATE.json and docs/situations-measured.md are written.
import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Case } from "./situate/judge";
import { benchLoad } from "./situate/load";
import { type Measured, save, tableOf } from "./situate/report";
import { benchDay } from "./situate/simulated";
import { benchTvdiag } from "./situate/tvdiag";

/** Seeds that nothing was tuned on. */
const heldOut = "50:101,50:102,100:101,100:102,200:101,500:101";
const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: process.env.SITROOM_DATASETS ?? "../shared/datasets" },
    days: { type: "string", default: heldOut },
    json: { type: "boolean", default: false },
  },
});

const cases: Case[] = options.days.split(",").map((day) => {
  const [size = 50, seed = 1] = day.split(":").map(Number);
  return benchDay(size, seed);
});
const root = path.join(path.resolve(options.data), "tvdiag");
const tvdiag = existsSync(root) ? benchTvdiag(root) : null;
if (tvdiag) cases.push(tvdiag);
const { costMicros, ...load } = benchLoad();

const mean = (pick: (c: Case) => number) =>
  cases.reduce((sum, c) => sum + pick(c), 0) / Math.max(1, cases.length);
const total = (pick: (c: Case) => number) => cases.reduce((sum, c) => sum + pick(c), 0);
const measured: Measured = {
  ari: mean((c) => c.ari),
  bcubedF1: mean((c) => c.bcubedF1),
  compression: mean((c) => c.compression),
  missed: total((c) => c.missed),
  merged: total((c) => c.merged),
  faults: total((c) => c.faults),
  costMicros,
  load,
  cases,
};
if (options.json) console.log(JSON.stringify(measured));
else {
  console.log(tableOf(measured).join("\n"));
  save(measured);
}
