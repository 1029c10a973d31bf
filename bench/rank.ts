// How well the product's own rankers name the cause on public data, one configuration for all.
//   npm run bench:rank -- [--data DIR] [--json] [--save]
// DIR (SITROOM_DATASETS when absent) holds any of petshop/, nezha/, changerca/, rootcausebench/, tvdiag/; what is not there is
// not measured. --save also writes bench/results/rank-DATE.json and docs/ranking-measured.md.
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
    save: { type: "boolean", default: false },
  },
});

const data = path.resolve(options.data);
const caseMs: number[] = [];
/** Runs one set when its folder is there. */
function measure<T>(
  folder: string,
  run: (dir: string) => { result: T; caseMs: number[] },
): T | undefined {
  const dir = path.join(data, folder);
  if (!existsSync(dir)) return undefined;
  const { result, caseMs: took } = run(dir);
  for (const ms of took) caseMs.push(ms);
  return result;
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
console.log(options.json ? JSON.stringify(measured) : tableOf(measured).join("\n"));
if (options.save) save(measured);
