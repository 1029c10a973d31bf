import { median } from "../machine";
import type { LoopRun } from "./run-fault";

const timed = ["detectMs", "suspectMs", "proposalMs", "recoverMs"] as const;
export type Medians = Record<(typeof timed)[number], number | null>;

/** The median of each time over the runs in which it happened. */
export const mediansOf = (runs: readonly LoopRun[]): Medians =>
  Object.fromEntries(
    timed.map((key) => {
      const times = runs.flatMap((run) => run[key] ?? []);
      return [key, times.length > 0 ? Math.round(median(times)) : null];
    }),
  ) as Medians;

const seconds = (ms: number | null) => (ms === null ? "–" : `${(ms / 1000).toFixed(0)} s`);
const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

const deed = (target: string) =>
  target.startsWith("instance:") ? `restart ${target.slice("instance:".length)}` : `undo ${target}`;

/** The page docs/loop.md. `faults` in the order of the table, with the target of the guilty change or null. */
export function loopPage(input: {
  runs: readonly LoopRun[];
  faults: readonly { name: string; guilty: string | null }[];
  date: string;
  machine: string;
}): string {
  const columns = [
    "fault",
    "guilty",
    "first suspect",
    "proposed",
    "right",
    "detect",
    "suspect",
    "proposal",
    "recovery",
  ];
  const lines = input.faults.flatMap(({ name, guilty }) => {
    const runs = input.runs.filter((run) => run.fault === name);
    const middle = mediansOf(runs);
    return runs.map((run, i) =>
      row([
        i === 0 ? name : "",
        i === 0 ? (guilty?.replace(/^instance:/, "instance ") ?? "no change") : "",
        run.firstSuspect ?? "none",
        run.proposed ? deed(run.proposed) : "nothing",
        run.right ? "yes" : "**no**",
        ...timed.map((key) =>
          i === 0 && runs.length > 1
            ? `${seconds(run[key])} (median ${seconds(middle[key])})`
            : seconds(run[key]),
        ),
      ]),
    );
  });
  const right = input.runs.filter((run) => run.right).length;
  return `# The loop on the demo fleet

Written by \`npm run bench:loop -- --table\` on ${input.date}: ${input.machine}.

Every fault is real: other code, another setting, a slow or dead process, more visitors (\`demo/deployer/faults.mjs\`). Detection, first
suspect and proposal are timed from the first bad request; recovery from the approval until the situation is resolved, that is verified by
the detectors that opened it. A proposal is approved at once, as by a person who has been waiting for it. Where no change or
instance is guilty the right thing is to propose nothing.

Right: **${right} of ${input.runs.length}** runs.

${row(columns)}
${row(columns.map(() => "---"))}
${lines.join("\n")}
`;
}
