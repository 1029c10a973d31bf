import { openDb } from "@/lib/db/client";
import { readEnv } from "@/lib/env";
import { noteError } from "@/lib/health/beat";
import { createLog } from "@/lib/log";
import { startChat } from "./chat";
import { startDetect } from "./detect";
import { startIngest } from "./ingest/server";
import { startJobs } from "./jobs";
import { startOwnHealth } from "./own/health";
import type { Role } from "./role";

/** node dist/workers/main.js ROLE …: the chosen roles in one process, until a signal asks it to stop. */
const roles = { ingest: startIngest, detect: startDetect, jobs: startJobs, chat: startChat };

const env = readEnv();
const log = createLog("worker", env.LOG_LEVEL, noteError);
const chosen = process.argv.slice(2).filter((name): name is keyof typeof roles => name in roles);
if (chosen.length === 0)
  throw new Error(`Name the roles to run: ${Object.keys(roles).join(", ")}.`);

const db = openDb(env.DATABASE_URL, { name: `sitroom ${chosen.join("+")}` });
const own = { db, env, log: log.child({ room: "health" }), now: Date.now };
const running: Role[] = [await startOwnHealth(own, chosen)];
for (const name of chosen)
  running.push(await roles[name]({ db, env, log: log.child({ room: name }), now: Date.now }));
log.info({ roles: chosen }, "ready");
process.send?.("ready");

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  for (const role of running.reverse()) await role.stop();
  await db.close();
  log.info("stopped");
  process.exit(0);
}
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
