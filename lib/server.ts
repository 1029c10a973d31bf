import { type Db, openDb } from "./db/client";
import { type Env, readEnv } from "./env";
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
      log: createLog("app", env.LOG_LEVEL),
    };
  }
  return store.sitroomServer;
}
