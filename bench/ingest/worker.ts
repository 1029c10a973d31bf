/** The ingest and detect roles in processes of their own, as in production: `worker.ts ROLE`, driven over IPC by bench/ingest.ts. */
import { openDb } from "@/lib/db/client";
import { readEnv } from "@/lib/env";
import { createLog } from "@/lib/log";
import { startDetect } from "@/workers/detect";
import { startIngest } from "@/workers/ingest/server";

const env = readEnv();
const db = openDb(env.DATABASE_URL, { name: "bench worker" });
const ctx = { db, env, log: createLog("bench", "warn"), now: Date.now };
const role = process.argv[2] === "detect" ? await startDetect(ctx) : await startIngest(ctx);
const port = "port" in role ? role.port : 0;

process.on("message", (message) => {
  if (message === "cpu") process.send?.({ cpu: process.cpuUsage() });
  else void stop();
});
process.on("disconnect", () => void stop());
process.send?.({ port });

async function stop() {
  await role.stop();
  await db.close();
  process.exit(0);
}
