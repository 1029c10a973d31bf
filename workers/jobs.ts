import { Logger, run, runMigrations } from "graphile-worker";
import pg from "pg";
import { addJob } from "@/lib/db/jobs";
import { listenLive } from "@/lib/db/live";
import { meter } from "@/lib/health/meter";
import { appSecret } from "@/lib/people/app-secret";
import { jobs } from "./jobs/index";
import type { Role, RoleContext } from "./role";

/** Levels of the queue's own messages; its chatter about every job stays at debug. */
const levels = { error: "error", warning: "warn", info: "debug", debug: "debug" } as const;

/**
 * The queue keeps the jobs of a worker that died locked for hours. The only runner at work holds a lock of its own; whoever
 * gets it knows that every older lock is a dead worker's, and frees its jobs. What watches a remedy is due at once: nobody
 * has looked since the other died.
 */
async function freeJobsOfTheDead({ db, log }: RoleContext): Promise<{ end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: db.url, application_name: "sitroom-jobs" });
  client.on("error", (error) => log.warn({ err: error }, "the jobs' lock was lost"));
  await client.connect();
  const { rows } = await client.query<{ alone: boolean }>(
    "SELECT pg_try_advisory_lock(hashtext('sitroom jobs')) AS alone",
  );
  if (rows[0]?.alone) {
    await client.query(
      `SELECT graphile_worker.force_unlock_workers(ARRAY(
         SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_by IS NOT NULL))`,
    );
    // A job that was asked for again while it ran is kept by the queue as failed for good, without an error, when its worker dies.
    await client.query(
      `SELECT graphile_worker.complete_jobs(ARRAY(
         SELECT id FROM graphile_worker.jobs
         WHERE key IS NULL AND attempts >= max_attempts
           AND (last_error IS NULL OR task_identifier IN ('execute', 'verify'))))`,
    );
    await client.query(
      `SELECT graphile_worker.reschedule_jobs(ARRAY(
         SELECT id FROM graphile_worker.jobs
         WHERE task_identifier IN ('execute', 'verify') AND run_at > now()), run_at := now())`,
    );
  }
  return client;
}

/** Topics whose events say that the timeline may hold news. */
const newsTopics: ReadonlySet<string> = new Set(["situation", "remedy", "health"]);

/**
 * Rings for messages as soon as something was recorded. The rooms know nothing of messages: the timeline is what is read, and
 * a bell that is not heard is made up for by the clock within a minute.
 */
function ringOnNews({ db, log }: RoleContext): () => Promise<void> {
  return listenLive(db.url, ({ topic }) => {
    if (!newsTopics.has(topic)) return;
    addJob(db.pool, "tell", {}, { key: "tell" }).catch((error: unknown) =>
      log.warn({ err: error }, "could not ring for messages"),
    );
  });
}

/** Counts and times one run of a job. */
async function counted(job: string, run: () => Promise<void>): Promise<void> {
  const { runs, seconds } = meter().jobs;
  const done = seconds.startTimer({ job });
  try {
    await run();
    runs.inc({ job, result: "done" });
  } catch (error) {
    runs.inc({ job, result: "failed" });
    throw error;
  } finally {
    done();
  }
}

/** Runs background jobs from the queue in Postgres until stopped; a job whose worker died is taken up again. */
export async function startJobs(role: RoleContext): Promise<Role> {
  const { db, log, env, now } = role;
  await runMigrations({ pgPool: db.pool });
  const lock = await freeJobsOfTheDead(role);
  const ctx = { db, log, now, secret: appSecret(env) };
  const runner = await run({
    pgPool: db.pool,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 1000,
    logger: new Logger(() => (level, message) => log[levels[level]](message)),
    crontab: [
      "7 * * * * retention ?max=1",
      "8 * * * * graph ?max=1",
      "* * * * * seal ?max=1",
      "38 * * * * check-record ?max=1",
      "23 * * * * follow-detector-rules ?max=1",
      "* * * * * message-clock ?max=1",
    ].join("\n"),
    taskList: Object.fromEntries(
      jobs.map((job) => [
        job.name,
        (payload: unknown) => counted(job.name, () => job.run(ctx, job.payload.parse(payload))),
      ]),
    ),
  });
  // A new installation does not wait an hour for its first objectives.
  await runner.addJob("graph", {}, { jobKey: "graph" });
  const stopListening = ringOnNews(role);
  return {
    async stop() {
      await stopListening();
      await runner.stop();
      await lock.end();
    },
  };
}
