import { openDb } from "@/lib/db/client";
import { readEnv } from "@/lib/env";
import { createLog } from "@/lib/log";
import { startJobs } from "@/workers/jobs";

/** The jobs worker as it runs in production, in a process that can be killed. */
const env = readEnv();
const db = openDb(env.DATABASE_URL, { max: 6, name: "crash worker" });
await startJobs({ db, env, log: createLog("jobs", env.LOG_LEVEL), now: Date.now });
process.send?.("ready");
process.on("disconnect", () => process.exit(0));
