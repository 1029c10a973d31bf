import type { ChangercaResult } from "./changerca";
import type { NezhaResult } from "./nezha";
import type { PetshopResult } from "./petshop";
import type { RootcausebenchResult } from "./rootcausebench";
import type { TvdiagResult } from "./tvdiag";

export type Measured = {
  petshop?: PetshopResult;
  nezha?: NezhaResult;
  changerca?: ChangercaResult;
  rootcausebench?: RootcausebenchResult;
  tvdiag?: TvdiagResult;
  /** Mean and slowest time of one case, in ms, data in memory */
  msPerCase: number;
  slowestMs: number;
};

/** What was published for the same task; see docs/ranking-measured.md for the sources. */
const published: Record<string, string> = {
  "low_traffic latency": ".57 / .57",
  "low_traffic availability": ".83 / 1.0",
  "high_traffic latency": ".57 / .79",
  "high_traffic availability": ".67 / 1.0",
  OnlineBoutique: ".929 / .964 / .964",
  TrainTicket: ".867 / .978 / .978",
  hotel: "HR@1 .821 graph network, trained; .718 trained floor",
  sockshop: "HR@1 .863 graph network, trained; .656 trained floor",
};

const n = (x: number): string => x.toFixed(2);

/** A markdown table: set, measure, what was measured, what was published. */
export function tableOf(m: Measured): string[] {
  const rows: [string, string, string, string][] = [];
  for (const [scenario, row] of Object.entries(m.petshop ?? {})) {
    for (const metric of ["latency", "availability"] as const) {
      const { top1, top3, cases } = row[metric];
      rows.push([
        `PetShop ${scenario}, ${metric} (${cases})`,
        "top-1 / top-3",
        `${n(top1)} / ${n(top3)}`,
        `${published[`${scenario} ${metric}`] ?? "–"} anomaly traversal`,
      ]);
    }
    rows.push([
      `PetShop ${scenario}, quiet windows`,
      "nothing accused",
      n(row.specificity),
      ".17 – .33 on latency",
    ]);
  }
  for (const [system, r] of Object.entries(m.nezha ?? {}))
    rows.push([
      `Nezha ${system} (${r.cases})`,
      "AS@1 / 3 / 5",
      `${n(r.as1)} / ${n(r.as3)} / ${n(r.as5)}`,
      `${published[system] ?? "–"} Nezha`,
    ]);
  if (m.changerca)
    rows.push([
      `ChangeRCA (${m.changerca.cases})`,
      "HR@1 / HR@3 / mean rank",
      `${n(m.changerca.hr1)} / ${n(m.changerca.hr3)} / ${n(m.changerca.meanRank)}`,
      ".882 / 1.0 ChangeRCA; latest release .461",
    ]);
  const r = m.rootcausebench;
  if (r)
    rows.push([
      `RootCauseBench (${r.cases})`,
      "exact / decoys blamed / abstained",
      `${r.exact} / ${r.decoys} / ${r.abstained}`,
      "of 24: latest deploy 1, deploy of the alerting service 5, always none 7, large language models up to 24",
    ]);
  for (const [system, t] of Object.entries(m.tvdiag ?? {}))
    rows.push([
      `TVDiag ${system} (${t.cases})`,
      "HR@1 / MRR@3, untrained",
      `${n(t.hr1)} / ${n(t.mrr3)}`,
      published[system] ?? "–",
    ]);
  return [
    "| set (cases) | measure | Sitroom | published |",
    "|---|---|---|---|",
    ...rows.map((r) => `| ${r.join(" | ")} |`),
    "",
    `One case takes ${n(m.msPerCase)} ms in the mean, ${n(m.slowestMs)} ms at most.`,
  ];
}
