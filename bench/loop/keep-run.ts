import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { machine, today } from "../machine";
import type { LoopRun } from "./run-fault";

type Kept = { date: string; machine: string; runs: LoopRun[] };

/** Adds a run to the day's results of its mode and returns all of them; read anew each time, so that benches side by side add up. */
export function keepRun(run: LoopRun, mode: "ask" | "auto"): LoopRun[] {
  const file = `bench/results/loop-${mode === "auto" ? "auto-" : ""}${today()}.json`;
  const kept: Kept = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : { date: today(), machine: machine(), runs: [] };
  kept.runs.push(run);
  mkdirSync("bench/results", { recursive: true });
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  return kept.runs;
}
