import { Logger, run } from "graphile-worker";
import { appSecret } from "@/lib/people/app-secret";
import { jobs } from "./jobs/index";
import type { Role, RoleContext } from "./role";

/** Levels of the queue's own messages; its chatter about every job stays at debug. */
const levels = { error: "error", warning: "warn", info: "debug", debug: "debug" } as const;

/** Runs background jobs from the queue in Postgres until stopped; a job whose worker died is taken up again. */
export async function startJobs({ db, log, env, now }: RoleContext): Promise<Role> {
  const ctx = { db, log, now, secret: appSecret(env) };
  const runner = await run({
    connectionString: env.DATABASE_URL,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 1000,
    logger: new Logger(() => (level, message) => log[levels[level]](message)),
    crontab: "7 * * * * retention ?max=1",
    taskList: Object.fromEntries(
      jobs.map((job) => [
        job.name,
        async (payload: unknown) => job.run(ctx, job.payload.parse(payload)),
      ]),
    ),
  });
  return { stop: () => runner.stop() };
}
