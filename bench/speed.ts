// How fast detection is: every detector at its defaults, its growth with the season, the random cut forest beside the
// reference library in Java, and the whole path of the worker (stream, mapping, gates, state, checkpoints).
//   npm run bench:speed -- [--detector NAME,…] [--points N] [--series 1000,10000,100000] [--no-peer] [--json]
// Figures are points a second of CPU time, on one core. Without --json bench/results/speed-DATE.json is written.
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { detectors } from "@/lib/detect/detectors";
import { machine, today } from "./machine";
import { measureFold } from "./speed/fold";
import { besideReference } from "./speed/forest-peer";
import { dailyWave } from "./speed/stream";
import { wholePath } from "./speed/whole-path";

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    detector: { type: "string" },
    points: { type: "string", default: "4000000" },
    series: { type: "string", default: "1000,10000,100000" },
    peer: { type: "boolean", default: true },
    json: { type: "boolean", default: false },
  },
});
const say = (line: string) => {
  if (!options.json) console.log(line);
};
const millions = (n: number) => `${(n / 1e6).toFixed(3).padStart(9)} M points/s`;

const stream = dailyWave(Number(options.points));
const names = options.detector ? options.detector.split(",") : Object.keys(detectors);
const folds = Object.fromEntries(
  names.map((name) => {
    const speed = measureFold(name, stream);
    const bytes = `${speed.stateBytes.toLocaleString("en")} bytes`;
    say(`${name.padEnd(20)} ${millions(speed.pointsPerSec)}  ${bytes.padStart(16)}`);
    return [name, speed];
  }),
);

/** Holt-Winters by the number of slots in its cycle, one point a slot. */
const growth = options.detector
  ? []
  : [24, 288, 2016].map((slots) => {
      const settings = { cycleMs: slots * 60_000, slotMs: 60_000 };
      const speed = measureFold("holt-winters", stream, settings);
      say(`holt-winters, ${String(slots).padStart(4)} slots ${millions(speed.pointsPerSec)}`);
      return { detector: "holt-winters", slots, ...speed };
    });

const wantsForest = options.peer && names.includes("random-cut-forest");
const peer = wantsForest ? besideReference(stream.values.subarray(0, 120_000)) : null;
if (peer)
  say(`random cut forest beside Java: ${peer.oursPerSec} to ${peer.peerPerSec}, × ${peer.ratio}`);

const sizes = options.detector ? [] : options.series.split(",").map(Number).filter(Boolean);
const whole = [];
for (const series of sizes) {
  // Two million points, and long enough a series to be past its start
  const windows = Math.max(60, Math.round(2_000_000 / series));
  const speed = await wholePath(process.env.DATABASE_URL ?? "", { series, windows });
  say(`whole path, ${String(speed.series).padStart(6)} series ${millions(speed.pointsPerSec)}`);
  whole.push(speed);
}

const result = { ...folds, growth, ...(peer && { peer }), path: whole };
if (options.json) console.log(JSON.stringify(result));
else if (!options.detector) {
  const dir = path.join(import.meta.dirname, "results");
  mkdirSync(dir, { recursive: true });
  const load = Number((os.loadavg()[0] ?? 0).toFixed(1));
  writeFileSync(
    path.join(dir, `speed-${today()}.json`),
    `${JSON.stringify({ ...result, machine: machine(), load, date: today() }, null, 2)}\n`,
  );
}
