import { keepAlerts } from "@/lib/health/alert-store";
import { ownBeat } from "@/lib/health/beat";
import { findFaults } from "@/lib/health/faults";
import { beatMs, type PartName } from "@/lib/health/model";
import { forgetProcesses, readProcesses } from "@/lib/health/process-store";
import { readOwnState } from "@/lib/health/state-store";
import { appSecret } from "@/lib/people/app-secret";
import { every } from "../ingest/every";
import type { Role, RoleContext } from "../role";
import { startMetricsServer } from "./metrics-server";
import { tellWithoutJobs } from "./tell-without-jobs";

/** How often any worker looks whether all are well. */
const watchMs = 15_000;

/** Beats for this process, watches all of them, and answers /metrics where a port is given for that. */
export async function startOwnHealth(
  ctx: RoleContext,
  parts: readonly PartName[],
  { beat = beatMs, watch = watchMs } = {},
): Promise<Role & { port: number | null }> {
  const { db, log, env, now } = ctx;
  const tell = ownBeat(db, parts, now);
  await tell().catch((error: unknown) => log.warn({ err: error }, "no database yet"));
  const timers = [
    every(beat, log, "beat", tell),
    every(watch, log, "watch over ourselves", async () => {
      await forgetProcesses(db, now());
      const [state, processes] = await Promise.all([
        readOwnState(db, now()),
        readProcesses(db, now()),
      ]);
      const faults = findFaults(now(), state, processes);
      await keepAlerts(db, faults, now());
      if (faults.some((f) => f.rule === "part-silent" && f.subject === "jobs"))
        await tellWithoutJobs({ ...ctx, secret: appSecret(env) });
    }),
  ];
  const server = await startMetricsServer(ctx);
  return {
    port: server?.port ?? null,
    async stop() {
      await Promise.all(timers.map((timer) => timer.stop()));
      await server?.stop();
      await tell({ stopped: true }).catch((error: unknown) =>
        log.warn({ err: error }, "left without a word"),
      );
    },
  };
}
