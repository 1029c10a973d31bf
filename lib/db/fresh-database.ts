import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { type Db, openDb } from "./client";
import { ensurePartitionsAhead } from "./partitions";

const migrations = path.resolve(import.meta.dirname, "../../prisma/migrations");

/** A new, migrated database beside the one of DATABASE_URL, for one test file; `drop` removes it. */
export async function freshDatabase(
  serverUrl: string,
  { now = Date.now() } = {},
): Promise<{ db: Db; url: string; drop(): Promise<void> }> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: withDatabase(serverUrl, "postgres") });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const url = withDatabase(serverUrl, name);
  const db = openDb(url, { max: 5 });
  for (const folder of readdirSync(migrations, { withFileTypes: true })
    .filter((f) => f.isDirectory())
    .map((f) => f.name)
    .sort())
    await db.pool.query(readFileSync(path.join(migrations, folder, "migration.sql"), "utf8"));
  await runMigrations({ pgPool: db.pool });
  await ensurePartitionsAhead(db.pool, now);
  return {
    db,
    url,
    async drop() {
      await db.close();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

function withDatabase(url: string, name: string): string {
  const u = new URL(url);
  u.pathname = `/${name}`;
  return u.toString();
}
