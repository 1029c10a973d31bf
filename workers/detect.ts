import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { listenLive } from "@/lib/db/live";
import { ensureDefaults } from "@/lib/detect/store";
import { postgresStream } from "@/lib/stream/postgres";
import { samplesTopic } from "@/lib/stream/stream";
import { DetectSession, usualCheckpointMs } from "./detect/session";
import type { Role, RoleContext } from "./role";

/** A session that failed is followed by another after this long. */
const againMs = 1000;
/** Without any news the loop looks around this often. */
const idleMs = 1000;
/** What comes within this time is read together: every look costs a query per partition. */
const gatherMs = 50;

/**
 * The role that judges every point of the stream. One process at a time does it; another one that is started waits
 * until the first has gone, and then goes on from its checkpoint.
 */
export async function startDetect(
  ctx: RoleContext,
  { checkpointMs = usualCheckpointMs } = {},
): Promise<Role> {
  await ensureDefaults(ctx.db, ctx.now());
  const stopping = new AbortController();
  const running = work(ctx, stopping.signal, checkpointMs);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function work(ctx: RoleContext, stopping: AbortSignal, checkpointMs: number): Promise<void> {
  while (!stopping.aborted) {
    const turn = await takeTurn(ctx, stopping).catch((error: unknown) => {
      ctx.log.warn({ err: error }, "no database yet");
      return null;
    });
    if (turn) {
      await session(ctx, turn, stopping, checkpointMs).catch((error: unknown) => {
        ctx.log.error({ err: error }, "detection starts again from its last checkpoint");
      });
      await turn.end();
    }
    await pause(againMs, null, { signal: stopping }).catch(() => null);
  }
}

type Turn = { lost(): boolean; end(): Promise<void> };

/** The right to detect: a lock that Postgres takes back when this process dies. */
async function takeTurn({ db, log }: RoleContext, stopping: AbortSignal): Promise<Turn | null> {
  const client = new pg.Client({ connectionString: db.url, application_name: "sitroom-detect" });
  let lost = false;
  const lose = () => {
    lost = true;
  };
  client.on("error", lose);
  client.on("end", lose);
  await client.connect();
  for (let told = false; !stopping.aborted && !lost; told = true) {
    const { rows } = await client.query<{ taken: boolean }>(
      "SELECT pg_try_advisory_lock(hashtext('sitroom detect')) AS taken",
    );
    if (rows[0]?.taken) return { lost: () => lost, end: () => client.end() };
    if (!told) log.info("another process detects; waiting for it to go");
    await pause(againMs, null, { signal: stopping }).catch(() => null);
  }
  await client.end();
  return null;
}

async function session(
  ctx: RoleContext,
  turn: Turn,
  stopping: AbortSignal,
  checkpointMs: number,
): Promise<void> {
  let wake: () => void = () => undefined;
  let woken = false;
  const poke = () => {
    woken = true;
    wake();
  };
  const stream = postgresStream(ctx.db);
  const current = new DetectSession(ctx, stream, poke, checkpointMs);
  const readAgain = () => {
    current.stale = true;
    poke();
  };
  const deaf = [
    stream.onAppend(samplesTopic, poke),
    listenLive(
      ctx.db.url,
      ({ topic }) => {
        if (topic === "detector" || topic === "change") readAgain();
      },
      // What changed while nobody listened, before the start or through a break, has to be seen as well.
      { onListening: readAgain },
    ),
  ];
  stopping.addEventListener("abort", poke);
  try {
    await current.open();
    while (!stopping.aborted) {
      if (turn.lost()) throw new Error("the lock was lost with its connection");
      woken = false;
      if (await current.step()) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, woken ? 0 : idleMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      await pause(gatherMs, null, { signal: stopping }).catch(() => null);
    }
    await current.close();
  } catch (error) {
    await current.abandon();
    throw error;
  } finally {
    stopping.removeEventListener("abort", poke);
    for (const stop of deaf) await stop();
  }
}
