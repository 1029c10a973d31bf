// How well the product's own rankers name the cause on public data, one configuration for all.
//   npm run bench:rank -- [--data DIR] [--json]
// DIR holds petshop/ (SITROOM_DATASETS when absent); what is not there is not measured.
import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { benchPetshop } from "./rank/petshop";

const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: process.env.SITROOM_DATASETS ?? "../shared/datasets" },
    json: { type: "boolean", default: false },
  },
});

/** Hardt et al., CLeaR 2024: anomaly traversal, top-1 / top-3. */
const published: Record<string, string> = {
  "low_traffic latency": ".57 / .57",
  "low_traffic availability": ".83 / 1.0",
  "high_traffic latency": ".57 / .79",
  "high_traffic availability": ".67 / 1.0",
};

const petshopDir = path.join(path.resolve(options.data), "petshop");
if (!existsSync(petshopDir)) {
  console.log(options.json ? "{}" : "petshop: not measured (it is not in the data folder)");
} else {
  const { result, caseMs } = benchPetshop(petshopDir);
  const msPerCase = Math.max(0, ...caseMs);
  if (options.json) console.log(JSON.stringify({ petshop: result, msPerCase }));
  else {
    for (const [scenario, row] of Object.entries(result)) {
      for (const metric of ["latency", "availability"] as const) {
        const { top1, top3, cases } = row[metric];
        console.log(
          `${scenario} ${metric}: top-1 ${top1.toFixed(2)}, top-3 ${top3.toFixed(2)} of ${cases} cases (traversal ${published[`${scenario} ${metric}`] ?? "not published"})`,
        );
      }
      console.log(`${scenario}: nothing accused in ${row.specificity.toFixed(2)} of quiet windows`);
    }
    console.log(`slowest case ${msPerCase.toFixed(1)} ms`);
  }
}
