// How well every detector finds labelled anomalies, strictly streaming, at its defaults.
//   npm run bench:accuracy -- --data DIR [--detector NAME] [--threshold X] [--json] [--write FILE]: writes
//     the page FILE and bench/results/accuracy-DATE.json
//   npm run bench:accuracy -- --calibration [--data DIR] [--histories DIR] [--json] [--write FILE]: alarms a week asked for and come
// DIR holds nab/ and cloud-monitoring/ (SITROOM_DATASETS when absent).
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type { AnyDetector } from "@/lib/detect/detector";
import { defaultDetector, detectors } from "@/lib/detect/detectors";
import { calibration, knobs, settings } from "./accuracy/calibration";
import { calibrationPage, calibrationTable } from "./accuracy/calibration-report";
import { readCloudMonitoring, readNab } from "./accuracy/corpora";
import { measure } from "./accuracy/measure";
import { readOrdinary } from "./accuracy/ordinary";
import { markdown, table } from "./accuracy/report";
import { machine, today } from "./machine";

const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: process.env.SITROOM_DATASETS ?? "../shared/datasets" },
    detector: { type: "string" },
    threshold: { type: "string" },
    json: { type: "boolean", default: false },
    write: { type: "string" },
    files: { type: "boolean", default: false },
    calibration: { type: "boolean", default: false },
    histories: { type: "string" },
  },
});
const names = options.detector ? options.detector.split(",") : Object.keys(detectors);
for (const name of names)
  if (!detectors[name])
    throw new Error(`There is no detector "${name}". There are: ${Object.keys(detectors)}.`);

const dir = path.resolve(options.data);
const corpora = { nab: readNab(dir), cloudMonitoring: readCloudMonitoring(dir) };

if (options.calibration) calibrate();
else compare();

function compare(): void {
  const threshold = options.threshold === undefined ? undefined : Number(options.threshold);
  if (Number.isNaN(threshold)) throw new Error("--threshold needs a number.");
  const result = measure(names, corpora, threshold, options.files);
  if (options.write) {
    writeFileSync(options.write, markdown(result, corpora));
    keep("accuracy", { ...result, default: defaultDetector });
  }
  if (options.json) console.log(JSON.stringify({ ...result, default: defaultDetector }));
  else console.log(table(result, corpora));
}

function calibrate(): void {
  const histories = options.histories ?? path.join(dir, "../conformance/adaptive-alerting");
  const sets = readOrdinary(histories, corpora.nab, corpora.cloudMonitoring);
  const result = knobs.map((knob) => ({
    ...knob,
    observed: settings.map((perWeek) => ({
      perWeek,
      sets: calibration(detectors[knob.detector] as AnyDetector, knob.params(perWeek), sets),
    })),
  }));
  if (options.write) {
    writeFileSync(options.write, calibrationPage(result));
    keep("calibration", { knobs: result });
  }
  console.log(options.json ? JSON.stringify(result) : calibrationTable(result));
}

function keep(name: string, result: object): void {
  mkdirSync("bench/results", { recursive: true });
  writeFileSync(
    `bench/results/${name}-${today()}.json`,
    `${JSON.stringify({ date: today(), machine: machine(), ...result }, null, 1)}\n`,
  );
}
