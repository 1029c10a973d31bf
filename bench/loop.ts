/**
 * Runs faults through the whole loop on a fleet, a database and workers of its own, on free ports, and times each part.
 *
 *   npm run bench:loop -- --fault bad-deploy --runs 5 [--mode ask|auto] [--fresh] [--keep] [--json]
 *                                                                --fresh: each run on a stack of its own, because a fault that comes
 *                                                                back every two minutes is soon what detectors know; --keep: added to the day's results
 *   npm run bench:loop -- --table [--runs 3] [--fault NAME]…     every fault (or those named), added to the day's results
 *                                                                in bench/results/, of which docs/loop.md is written
 */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type Db, openDb } from "@/lib/db/client";
import { type Actor, role } from "@/lib/people/model";
import { setLimits } from "@/lib/remediate/limits-verbs";
import { setAutonomy } from "@/lib/remediate/verbs";
import { resolveByHand } from "@/lib/situate/verbs";
import { perform } from "@/lib/verb";
import { startStack } from "../scripts/stack.mjs";
import { temporaryFolder } from "../scripts/temporary-folder.mjs";
import { type Deployer, deployerAt } from "./loop/deployer";
import { keepRun } from "./loop/keep-run";
import { loopPage, mediansOf } from "./loop/report";
import { type LoopRun, runFault } from "./loop/run-fault";
import { until } from "./loop/until";
import { unrest } from "./loop/watch";
import { machine, today } from "./machine";

const { values } = parseArgs({
  options: {
    fault: { type: "string", multiple: true },
    runs: { type: "string" },
    mode: { type: "string", default: "ask" },
    table: { type: "boolean", default: false },
    fresh: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const mode = z.enum(["ask", "auto"]).parse(values.mode);
const runsEach = Number(values.runs ?? (values.table ? 3 : 1));
/** Quiet for this long before the next fault. */
const calmMs = 20_000;
const say = (text: string) => {
  if (!values.json) console.log(text);
};

type Bench = { db: Db; deployer: Deployer; approver: Actor };

/** Starts fleet, database and workers, lets `work` have them, and takes them down again. */
async function onStack(work: (bench: Bench) => Promise<void>): Promise<void> {
  const folder = temporaryFolder("bench");
  const stack = await startStack({
    ports: "free",
    dataDir: path.join(folder, "stack"),
    temporary: true,
    app: false,
    onStep: say,
  });
  const db = openDb(stack.databaseUrl, { max: 4, name: "sitroom bench" });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= db
      .close()
      .then(() => stack.stop())
      .then(() => rmSync(folder, { recursive: true, force: true }));
    return stopping;
  };
  const interrupted = () => void stop().then(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interrupted);
  try {
    const approver = await personWith(db, "approver");
    if (mode === "auto") await actAlone(db);
    await work({ db, deployer: deployerAt(stack.deployerUrl), approver });
  } finally {
    await stop();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interrupted);
  }
}

async function personWith(db: Db, wanted: "approver" | "admin"): Promise<Actor> {
  const user = await db.prisma.user.findFirstOrThrow({ where: { role: wanted } });
  return { kind: "user", id: user.id, name: user.name, role: role.parse(user.role) };
}

/** Lets every service act alone. Every guardrail holds as usual, but for how often a day: the runs are all on one day. */
async function actAlone(db: Db): Promise<void> {
  const actor = await personWith(db, "admin");
  const reason = "The bench measures recovery without a hand.";
  await perform(
    setAutonomy,
    { db, actor, now: Date.now() },
    { service: null, level: "auto", granted: true, reason },
  );
  await perform(setLimits, { db, actor, now: Date.now() }, { perServiceAndDay: 100, reason });
}

/** Brings the fleet back and waits until nothing is wrong; situations that do not end by themselves are closed by hand, and said so. */
async function calm({ db, deployer, approver }: Bench): Promise<void> {
  await deployer.reset();
  await until(60_000, async () => ((await deployer.atBaseline()) ? true : null));
  let quietSince = Date.now();
  const quiet = await until(300_000, async () => {
    const { situations, anomalies } = await unrest(db);
    if (situations.length + anomalies.length > 0) quietSince = Date.now();
    return Date.now() - quietSince >= calmMs ? true : null;
  });
  if (quiet) return;
  const { situations, anomalies } = await unrest(db);
  say(
    `  not calm after five minutes: ${anomalies.join(", ") || "no anomaly"}; S-${situations.join(", S-")}`,
  );
  for (const situationId of situations)
    await perform(
      resolveByHand,
      { db, actor: approver, now: Date.now() },
      { situationId, reason: "The bench goes on with its next fault." },
    );
}

const runs: LoopRun[] = [];

/** Every wanted fault, `times` each, one after the other. */
const runAll = (times: number) => async (bench: Bench) => {
  const faults = await bench.deployer.faults();
  const wanted = values.fault ?? (values.table ? faults.map((f) => f.name) : ["bad-deploy"]);
  for (const name of wanted) {
    const fault = faults.find((f) => f.name === name);
    if (!fault)
      throw new Error(`There is no fault ${name}: ${faults.map((f) => f.name).join(", ")}.`);
    for (let i = 0; i < times; i++) {
      await calm(bench);
      const run = await runFault(bench, fault, mode);
      runs.push(run);
      say(`${name} ${runs.length}: ${JSON.stringify(run)}`);
      if (!values.table && !values.keep) continue;
      const kept = keepRun(run, mode);
      if (!values.table) continue;
      // Which instance was guilty is known only now.
      const all = await bench.deployer.faults();
      writeFileSync(
        "docs/loop.md",
        loopPage({ runs: kept, faults: all, date: today(), machine: machine() }),
      );
    }
  }
};

if (values.fresh) for (let i = 0; i < runsEach; i++) await onStack(runAll(1));
else await onStack(runAll(runsEach));
const median = mediansOf(runs);
say(
  `median ${JSON.stringify(median)}; right ${runs.filter((r) => r.right).length} of ${runs.length}`,
);
if (values.json) console.log(JSON.stringify({ runs, median }));
