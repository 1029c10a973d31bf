import { type Db, openDb } from "./db/client";
import { type Env, readEnv } from "./env";
import { noteError, ownBeat } from "./health/beat";
import { beatMs } from "./health/model";
import { createLog, type Log } from "./log";

type Server = { db: Db; env: Env; log: Log };
const store = globalThis as { sitroomServer?: Server };

/** What every request of the app shares: one database, one environment, one log. Opened on first use, kept over reloads. */
export function server(): Server {
  if (!store.sitroomServer) {
    const env = readEnv();
    store.sitroomServer = {
      env,
      db: openDb(env.DATABASE_URL, { name: "sitroom-app" }),
      log: createLog("app", env.LOG_LEVEL, noteError),
    };
    beat(store.sitroomServer);
  }
  return store.sitroomServer;
}

/** The app says that it lives for as long as it does; what keeps it from that keeps it from everything, and is told there. */
function beat({ db, log }: Server): void {
  const tell = ownBeat(db, ["app"], Date.now);
  const turn = () => tell().catch((error: unknown) => log.debug({ err: error }, "no beat"));
  setInterval(turn, beatMs).unref();
  void turn();
}
