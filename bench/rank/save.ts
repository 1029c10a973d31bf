import { readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { machine, today } from "../machine";
import { type Measured, tableOf } from "./report";

const page = "docs/ranking-measured.md";
const marks = ["<!-- measured: begin -->", "<!-- measured: end -->"] as const;

/** Keeps the figures with date, machine and load, and puts the table into its page between the marks. */
export function save(measured: Measured): void {
  const load = os.loadavg().map((x) => Number(x.toFixed(2)));
  const result = { date: today(), machine: machine(), load, ...measured };
  writeFileSync(`bench/results/rank-${today()}.json`, `${JSON.stringify(result, null, 2)}\n`);
  const text = readFileSync(page, "utf8");
  const [before = "", rest = ""] = text.split(marks[0]);
  const after = rest.split(marks[1])[1] ?? "";
  const told = `Measured ${today()} on ${machine()}, load ${load.join(" ")}.`;
  writeFileSync(
    page,
    `${before}${marks[0]}\n${[told, "", ...tableOf(measured)].join("\n")}\n${marks[1]}${after}`,
  );
}
