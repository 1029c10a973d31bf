// How well every detector finds labelled anomalies, strictly streaming, at its defaults.
//   npm run bench:accuracy -- --data DIR [--detector NAME] [--threshold X] [--json] [--write FILE]
// DIR holds nab/ and cloud-monitoring/ (SITROOM_DATASETS when absent).
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { defaultDetector, detectors } from "@/lib/detect/detectors";
import { readCloudMonitoring, readNab } from "./accuracy/corpora";
import { measure } from "./accuracy/measure";
import { markdown, table } from "./accuracy/report";

const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: process.env.SITROOM_DATASETS ?? "../shared/datasets" },
    detector: { type: "string" },
    threshold: { type: "string" },
    json: { type: "boolean", default: false },
    write: { type: "string" },
    files: { type: "boolean", default: false },
  },
});
const names = options.detector ? options.detector.split(",") : Object.keys(detectors);
for (const name of names)
  if (!detectors[name])
    throw new Error(`There is no detector "${name}". There are: ${Object.keys(detectors)}.`);

const dir = path.resolve(options.data);
const corpora = { nab: readNab(dir), cloudMonitoring: readCloudMonitoring(dir) };
const threshold = options.threshold === undefined ? undefined : Number(options.threshold);
const result = measure(names, corpora, threshold, options.files);

if (options.write) writeFileSync(options.write, markdown(result, corpora));
if (options.json) console.log(JSON.stringify({ ...result, default: defaultDetector }));
else console.log(table(result, corpora));
