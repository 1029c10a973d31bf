import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { judgeRollout, type Rollout, type RolloutWindow } from "@/lib/diagnose/rollout-split";
import { cellsOf, recordsOf, textOf } from "./csv";

export type ChangercaResult = { hr1: number; hr3: number; meanRank: number; cases: number };

/** Only this much after detection is looked at: what an on-call would wait for. */
const lookSeconds = 600;

const input = z.object({
  detect_timestamp: z.number(),
  changes: z.record(
    z.string(),
    z.object({
      process: z.record(
        z.string(),
        z.object({
          release_pod: z.array(z.string()),
          release_complete_timestamp: z.number(),
        }),
      ),
    }),
  ),
});

/** Every case of every day: which of the releases under way is guilty, seen ten minutes after detection. */
export function benchChangerca(dir: string): { result: ChangercaResult; caseMs: number[] } {
  const guilty = new Map(
    recordsOf(textOf(path.join(dir, "labels", "labels.csv")) ?? "").map((r) => [
      r.case,
      r.defective_change,
    ]),
  );
  const caseMs: number[] = [];
  const ranks: number[] = [];
  const days = readdirSync(path.join(dir, "data"), { withFileTypes: true });
  for (const { name: day } of days.filter((d) => d.isDirectory()))
    for (const name of readdirSync(path.join(dir, "data", day))) {
      const label = guilty.get(name);
      const root = path.join(dir, "data", day, name);
      if (label === undefined || !existsSync(path.join(root, "input.json"))) continue;
      const { rollouts, detectedAt } = readCase(root);
      const started = performance.now();
      const judged = rollouts
        .map((r) => ({ service: r.service, ...judgeRollout(r, detectedAt) }))
        .sort((a, b) => Number(a.veto !== null) - Number(b.veto !== null) || b.sum - a.sum);
      caseMs.push(performance.now() - started);
      const at = judged.findIndex((j) => j.service === label);
      ranks.push(at < 0 ? judged.length + 1 : at + 1);
    }
  const share = (k: number) => ranks.filter((r) => r <= k).length / Math.max(1, ranks.length);
  return {
    caseMs,
    result: {
      hr1: share(1),
      hr3: share(3),
      meanRank: ranks.reduce((a, b) => a + b, 0) / Math.max(1, ranks.length),
      cases: ranks.length,
    },
  };
}

function readCase(root: string): { rollouts: Rollout[]; detectedAt: number } {
  const told = input.parse(JSON.parse(textOf(path.join(root, "input.json")) ?? "{}"));
  const until = told.detect_timestamp + lookSeconds;
  const files = readdirSync(root).filter((f) => f.endsWith(".csv"));
  const rollouts = Object.entries(told.changes).map(([service, change]): Rollout => {
    const steps = Object.entries(change.process)
      .map(([at, step]) => ({ at: Number(at), ...step }))
      .sort((a, b) => a.at - b.at);
    const fresh = new Set(steps.flatMap((s) => s.release_pod));
    const windows = files.flatMap((file) => {
      const [pod = "", caller = "", callee = ""] = file.replace(/\.csv$/, "").split("_");
      if (callee !== service || !pod.startsWith(`${service}-`)) return [];
      return readWindows(path.join(root, file), pod, fresh.has(pod), caller, until);
    });
    const first = steps[0];
    return {
      service,
      begunAt: (first?.at ?? 0) * 1000,
      readyAt: (first?.release_complete_timestamp ?? 0) * 1000,
      windows,
    };
  });
  return { rollouts, detectedAt: told.detect_timestamp * 1000 };
}

/** The header names one column less than the rows have: the last is the latency in s, the third the success in %. */
function readWindows(
  file: string,
  instance: string,
  fresh: boolean,
  caller: string,
  until: number,
): RolloutWindow[] {
  const numberOf = (cell: string | undefined) => {
    const value = Number.parseFloat(cell ?? "");
    return Number.isNaN(value) ? null : value;
  };
  return cellsOf(textOf(file) ?? "")
    .slice(1)
    .map((r) => ({ at: Number(r[1]), ok: numberOf(r[2]), seconds: numberOf(r.at(-1)) }))
    .filter((r) => r.at <= until)
    .map((r) => ({
      instance,
      fresh,
      caller,
      start: r.at * 1000,
      failing: r.ok === null ? null : 1 - r.ok / 100,
      ms: r.seconds === null ? null : r.seconds * 1000,
    }));
}
