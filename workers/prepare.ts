import { runMigrations } from "graphile-worker";
import { openDb } from "@/lib/db/client";
import { ensurePartitionsAhead } from "@/lib/db/partitions";
import { readEnv } from "@/lib/env";
import { appSecret } from "@/lib/people/app-secret";
import { demoPassword, demoUsers } from "@/lib/people/demo-users";
import { ensureIntegration } from "@/lib/people/integration-store";
import { ensureKey } from "@/lib/people/key-store";
import { readSetting, writeSetting } from "@/lib/people/setting-store";
import { ensureUser } from "@/lib/people/user-store";

/**
 * Makes a migrated database ready: the queue's own schema, partitions for the next days, and, where the variables are given,
 * the first admin (SITROOM_ADMIN_EMAIL, SITROOM_ADMIN_PASSWORD) and the demo's users, key and integrations. Safe to run again.
 */
const env = readEnv();
const db = openDb(env.DATABASE_URL, { max: 2, name: "sitroom prepare" });
await runMigrations({ pgPool: db.pool });
await ensurePartitionsAhead(db.pool, Date.now());

// Only into an installation without people: a password changed later must not come back with the next start.
if (env.SITROOM_ADMIN_EMAIL && env.SITROOM_ADMIN_PASSWORD && (await db.prisma.user.count()) === 0)
  await ensureUser(db, {
    email: env.SITROOM_ADMIN_EMAIL,
    name: env.SITROOM_ADMIN_EMAIL.split("@")[0] ?? "admin",
    role: "admin",
    password: env.SITROOM_ADMIN_PASSWORD,
  });

if (env.SITROOM_DEMO) {
  for (const { says: _, ...user } of demoUsers)
    await ensureUser(db, { ...user, password: demoPassword });
  if (env.DEMO_INGEST_KEY)
    await ensureKey(db, {
      name: "Demo fleet",
      scopes: ["ingest", "changes"],
      key: env.DEMO_INGEST_KEY,
    });
  const secret = appSecret(env);
  if (env.DEMO_CHANGES_SECRET)
    await ensureIntegration(db, secret, {
      id: "demo-changes",
      kind: "generic-changes",
      name: "Demo deployer's changes",
      config: {},
      secret: env.DEMO_CHANGES_SECRET,
    });
  if (env.DEMO_COMMAND_SECRET && env.DEMO_DEPLOYER_URL)
    await ensureIntegration(db, secret, {
      id: "demo-deployer",
      kind: "webhook-deployer",
      name: "Demo deployer",
      config: {
        url: `${env.DEMO_DEPLOYER_URL}/commands`,
        stateUrl: `${env.DEMO_DEPLOYER_URL}/targets/{target}`,
      },
      secret: env.DEMO_COMMAND_SECRET,
    });
  if ((await readSetting(db.prisma, "restarts")).length === 0)
    await writeSetting(db.prisma, "restarts", [
      { services: ["*"], integration: "demo-deployer", target: "instance:{instance}" },
    ]);
  // A visitor wants to see the end of it, and to break the same service twice.
  await writeSetting(db.prisma, "hold-ms", 30_000);
  await writeSetting(db.prisma, "cooldown-ms", 20_000);
}
await db.close();
