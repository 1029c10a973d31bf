// What verification says of remedies of which it is known what they do.
//   npm run bench:verify -- [--remedies 200] [--seed 1] [--json] [--write]
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { simulatedRemedies, verifySimulated } from "@/lib/sim/remedies";
import { machine, today } from "./machine";

const { values } = parseArgs({
  options: {
    remedies: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

/** By truth, then by what was found; "none" when no verdict was reached in eight minutes. */
const confusion: Record<string, Record<string, number>> = {};
let right = 0;
let all = 0;
for (const remedy of simulatedRemedies(Number(values.seed), Number(values.remedies))) {
  const found = (await verifySimulated(remedy)) ?? "none";
  const row = confusion[remedy.truth] ?? {};
  confusion[remedy.truth] = row;
  row[found] = (row[found] ?? 0) + 1;
  all++;
  if (found === remedy.truth) right++;
}
const result = { confusion, accuracy: right / all };
if (values.write)
  writeFileSync(
    `bench/results/verify-${today()}.json`,
    `${JSON.stringify({ date: today(), machine: machine(), remedies: all, seed: Number(values.seed), ...result }, null, 2)}\n`,
  );
if (values.json) console.log(JSON.stringify(result));
else {
  console.table(confusion);
  console.log(`${right} of ${all} right: accuracy ${result.accuracy.toFixed(3)}`);
}
