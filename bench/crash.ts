import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { freshDatabase } from "@/lib/db/fresh-database";
import { crashCampaign } from "./crash/campaign";
import { machine, today } from "./machine";

/**
 * npm run bench:crash -- --runs N [--json] [--seed S] [--lanes L] [--between MS] [--write]: kills the jobs worker, the
 * approving process and the deployer at random moments during N remediations and counts what went wrong.
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    lanes: { type: "string", default: "8" },
    between: { type: "string", default: "1500" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const campaign = {
  runs: Number(values.runs),
  seed: Number(values.seed),
  lanes: Math.min(Number(values.lanes), Number(values.runs)),
  betweenMs: Number(values.between),
};
// Its deployer is on this machine, where Sitroom calls nobody unless it is allowed to.
process.env.SITROOM_OUTGOING_ALLOW ??= "127.0.0.1";
const fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
const lines: string[] = [];
const started = performance.now();
try {
  const result = await crashCampaign(fresh, campaign, (line) => {
    lines.push(line);
    if (!values.json) console.log(line);
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  if (values.write)
    writeFileSync(
      `bench/results/crash-${today()}.json`,
      `${JSON.stringify({ date: today(), machine: machine(), ...campaign, ...result, seconds, lines }, null, 2)}\n`,
    );
  if (values.json) console.log(JSON.stringify({ ...result, seconds, lines }));
  else console.table({ ...result, kills: JSON.stringify(result.kills), seconds });
  process.exitCode =
    result.duplicates + result.stuck + result.timelineGaps > 0 ||
    result.executions !== result.plans ||
    result.plans !== campaign.runs
      ? 1
      : 0;
} finally {
  await fresh.drop();
}
