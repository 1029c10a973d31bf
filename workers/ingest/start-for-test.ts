import { freshDatabase } from "@/lib/db/fresh-database";
import { readEnv } from "@/lib/env";
import { createLog } from "@/lib/log";
import { ensureKey } from "@/lib/people/key-store";
import { startIngest } from "./server";

const testKey = "sk_test_ingest";

/** An ingest server on a free port and a database of its own, with one key; the clock can be given. */
export async function startForTest(serverUrl = "", now: () => number = Date.now) {
  const fresh = await freshDatabase(serverUrl, { now: now() });
  await ensureKey(fresh.db, { key: testKey, name: "test", scopes: ["ingest", "changes"] });
  const env = readEnv({
    DATABASE_URL: fresh.url,
    NEXTAUTH_SECRET: "only-for-tests-only-for-tests",
    INGEST_PORT: "0",
    NODE_ENV: "test",
  });
  const start = (port = 0) =>
    startIngest({
      db: fresh.db,
      env: { ...env, INGEST_PORT: port },
      log: createLog("test", "error"),
      now,
    });
  const role = await start();
  return {
    ...fresh,
    databaseUrl: fresh.url,
    role,
    start,
    url: `http://127.0.0.1:${role.port}`,
    headers: { authorization: `Bearer ${testKey}` },
    async stop() {
      await role.stop();
      await fresh.drop();
    },
  };
}
