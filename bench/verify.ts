// What verification says of remedies of which it is known what they do; each seed is another set of remedies.
//   npm run bench:verify -- [--remedies 200] [--seeds 1,2,3,4,5] [--json] [--write]
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { simulatedRemedies, verifySimulated } from "@/lib/sim/remedies";
import { machine, today } from "./machine";

const { values } = parseArgs({
  options: {
    remedies: { type: "string", default: "200" },
    seeds: { type: "string", default: "1,2,3,4,5" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

const remedies = Number(values.remedies);
/** By truth, then by what was found; "none" when no situation named the target, or no verdict was reached in eight minutes. */
const confusion: Record<string, Record<string, number>> = {};
const accuracyBySeed: Record<string, number> = {};
for (const seed of values.seeds.split(",")) {
  let right = 0;
  for (const remedy of simulatedRemedies(Number(seed), remedies)) {
    const found = (await verifySimulated(remedy)) ?? "none";
    const row = confusion[remedy.truth] ?? {};
    confusion[remedy.truth] = row;
    row[found] = (row[found] ?? 0) + 1;
    if (found === remedy.truth) right++;
  }
  accuracyBySeed[seed] = right / remedies;
}
const shares = Object.values(accuracyBySeed);
const accuracy = Number((shares.reduce((sum, share) => sum + share, 0) / shares.length).toFixed(4));
const result = { confusion, accuracy, accuracyBySeed };
if (values.write)
  writeFileSync(
    `bench/results/verify-${today()}.json`,
    `${JSON.stringify({ date: today(), machine: machine(), remediesEach: remedies, ...result }, null, 2)}\n`,
  );
if (values.json) console.log(JSON.stringify(result));
else {
  console.table(confusion);
  console.table(accuracyBySeed);
  console.log(
    `${remedies} remedies a seed: accuracy ${accuracy.toFixed(3)}, least ${Math.min(...shares).toFixed(3)}`,
  );
}
