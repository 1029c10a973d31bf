import { readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { machine, today } from "../machine";
import type { Case } from "./judge";
import type { Load } from "./load";

export type Measured = {
  /** Means over the cases */
  ari: number;
  bcubedF1: number;
  compression: number;
  /** Sums over the cases */
  missed: number;
  merged: number;
  faults: number;
  costMicros: Load["costMicros"];
  load: Omit<Load, "costMicros">;
  cases: Case[];
};

const page = "docs/situations-measured.md";
const marks = ["<!-- measured: begin -->", "<!-- measured: end -->"] as const;
const two = (x: number) => x.toFixed(3).replace(/^0/, "");

/** The figures as Markdown. */
export function tableOf(m: Measured): string[] {
  const row = (c: Case) =>
    `| ${c.name} | ${c.anomalies} | ${c.faults} | ${c.situations} | ${two(c.ari)} | ${two(c.bcubedPrecision)} | ${two(c.bcubedRecall)} | ${two(c.bcubedF1)} | ${c.compression.toFixed(1)} | ${c.missed} | ${c.merged} | ${c.surplus} | ${c.idle} |`;
  const cost = Object.entries(m.costMicros).map(
    ([n, micros]) => `${Number(n).toLocaleString("en-US")}: ${micros.toFixed(0)} µs`,
  );
  return [
    "| case | anomalies | faults | situations | ARI | B³ precision | B³ recall | B³ F1 | anomalies per situation | missed | merged | surplus | idle |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ...m.cases.map(row),
    "",
    `Mean ARI **${two(m.ari)}**, mean B³ F1 **${two(m.bcubedF1)}**, ${m.compression.toFixed(1)} anomalies per situation; of ${m.faults} faults ${m.missed} missed and ${m.merged} told only in another's situation.`,
    "",
    `A day of ${m.load.anomalies.toLocaleString("en-US")} anomalies on 500 services: ${m.load.seconds.toFixed(1)} s of grouping in all, the heap grew by ${m.load.heapMib.toFixed(0)} MiB, ${m.load.situations.toLocaleString("en-US")} groups. Cost of an anomaly around the nth: ${cost.join(", ")}.`,
  ];
}

/** Keeps the figures with date, machine and load, and puts the table into its page between the marks. */
export function save(measured: Measured): void {
  const load1m = Number((os.loadavg()[0] ?? 0).toFixed(2));
  const result = { date: today(), machine: machine(), load1m, ...measured };
  writeFileSync(`bench/results/situate-${today()}.json`, `${JSON.stringify(result, null, 2)}\n`);
  const text = readFileSync(page, "utf8");
  const [before = "", rest = ""] = text.split(marks[0]);
  const after = rest.split(marks[1])[1] ?? "";
  const told = `Measured ${today()} on ${machine()}, load ${load1m}.`;
  writeFileSync(
    page,
    `${before}${marks[0]}\n${[told, "", ...tableOf(measured)].join("\n")}\n${marks[1]}${after}`,
  );
}
