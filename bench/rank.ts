// How well the product's own rankers name the cause on public data, one configuration for all.
//   npm run bench:rank -- [--data DIR] [--json]
// DIR (SITROOM_DATASETS when absent) holds any of petshop/, nezha/, changerca/, rootcausebench/, tvdiag/; what is not there is
// not measured. Without --json the table is printed, and bench/results/rank-DATE.json and docs/ranking-measured.md are written.
import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { benchChangerca } from "./rank/changerca";
import { benchNezha } from "./rank/nezha";
import { benchPetshop } from "./rank/petshop";
import { type Measured, tableOf } from "./rank/report";
import { benchRootcausebench } from "./rank/rootcausebench";
import { save } from "./rank/save";
import { benchTvdiag } from "./rank/tvdiag";

const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: process.env.SITROOM_DATASETS ?? "../shared/datasets" },
    json: { type: "boolean", default: false },
  },
});

const data = path.resolve(options.data);
const caseMs: number[] = [];
/** Runs one set when its folder is there; one that cannot be read does not hide the others. */
function measure<T>(
  folder: string,
  run: (dir: string) => { result: T; caseMs: number[] },
): T | undefined {
  const dir = path.join(data, folder);
  if (!existsSync(dir)) return undefined;
  try {
    const { result, caseMs: took } = run(dir);
    for (const ms of took) caseMs.push(ms);
    return result;
  } catch (error) {
    console.error(`${folder} was not measured: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
    return undefined;
  }
}

const petshop = measure("petshop", benchPetshop);
const nezha = measure("nezha", benchNezha);
const changerca = measure("changerca", benchChangerca);
const rootcausebench = measure("rootcausebench", benchRootcausebench);
const tvdiag = measure("tvdiag", benchTvdiag);
const measured: Measured = {
  ...(petshop && { petshop }),
  ...(nezha && { nezha }),
  ...(changerca && { changerca }),
  ...(rootcausebench && { rootcausebench }),
  ...(tvdiag && { tvdiag }),
  msPerCase: caseMs.reduce((a, b) => a + b, 0) / Math.max(1, caseMs.length),
  slowestMs: Math.max(0, ...caseMs),
};
if (options.json) console.log(JSON.stringify(measured));
else {
  console.log(tableOf(measured).join("\n"));
  if (caseMs.length > 0) save(measured);
}
