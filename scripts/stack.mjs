// The whole of Sitroom on this machine: Postgres, schema, workers, app and, for demo, tests and benches, the demo fleet.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildApp, buildWorkers } from "./build.mjs";
import { runNode, startNode } from "./children.mjs";
import { root } from "./ensure.mjs";
import { freePort, portNear } from "./ports.mjs";
import { startPostgres } from "./postgres.mjs";

const usual = { app: 3000, ingest: 4318, chat: 4319, fleet: 7400, postgres: 54329 };

/** Keys of this installation, made once and kept beside its data. */
function secretsIn(dataDir) {
  const file = path.join(dataDir, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const text = () => randomBytes(24).toString("base64url");
  const secrets = { app: text(), ingestKey: `sk_${text()}`, changes: text(), command: text() };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

async function choosePorts(ports) {
  const chosen = {};
  for (const [name, port] of Object.entries(usual))
    chosen[name] = ports === "free" ? await freePort() : (ports?.[name] ?? (await portNear(port)));
  return chosen;
}

const answersOk = async (url) => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
};

async function until(what, check, { seconds, child }) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await check()) return;
    if (child && (child.exitCode !== null || child.signalCode !== null))
      throw new Error(`${what} ended before it was ready.`);
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error(`${what} was not ready after ${seconds} s.`);
}

/**
 * Starts everything and returns when it answers.
 * @param {{ports?: "free" | Record<string, number>, dataDir?: string, temporary?: boolean, app?: boolean, workers?: boolean,
 *   fleet?: boolean, history?: boolean, fleetRate?: number, env?: Record<string, string>, postgres?: object,
 *   onStep?: (text: string) => void, onDeath?: (name: string, why: unknown, log: string) => void}} [options]
 * - `ports`: "free", or numbers by name (app, ingest, chat, fleet, postgres); a taken default gives way to a free one
 * - `dataDir`: Postgres, secrets and logs; `temporary` removes it on stop
 * - `app`, `workers`, `fleet`, `history`: which parts; `fleetRate`: requests/s at the edge
 * - `onStep(text)`: told what is done; `onDeath(name)`: a part ended that nobody asked to
 */
export async function startStack({
  ports,
  dataDir = path.join(root, ".data/demo"),
  temporary = false,
  app = true,
  workers = true,
  fleet = true,
  history = fleet,
  fleetRate,
  env: extraEnv = {},
  postgres: postgresOptions = {},
  onStep = () => {},
  onDeath = () => {},
} = {}) {
  mkdirSync(path.join(dataDir, "logs"), { recursive: true });
  const secrets = secretsIn(dataDir);
  const at = await choosePorts(ports);
  const stops = [];
  const stop = async () => {
    while (stops.length > 0) await stops.pop()();
    if (temporary) rmSync(dataDir, { recursive: true, force: true });
  };
  const log = (name) => path.join(dataDir, "logs", `${name}.log`);
  try {
    let databaseUrl = process.env.DATABASE_URL;
    if (!databaseUrl || temporary) {
      const postgres = await startPostgres({
        dir: path.join(dataDir, "postgres"),
        port: at.postgres,
        settings: { shared_buffers: "256MB", max_connections: 150, max_wal_size: "4GB" },
        ...postgresOptions,
      });
      stops.push(postgres.stop);
      databaseUrl = `postgresql://postgres@127.0.0.1:${postgres.port}/sitroom`;
      onStep(
        `Postgres on port ${postgres.port}${postgres.joined ? ", left by an earlier run" : ""}`,
      );
    }
    const appUrl = `http://localhost:${at.app}`;
    const ingestUrl = `http://127.0.0.1:${at.ingest}`;
    const deployerUrl = `http://127.0.0.1:${at.fleet}`;
    const env = {
      DATABASE_URL: databaseUrl,
      NODE_ENV: "production",
      NEXTAUTH_URL: appUrl,
      NEXTAUTH_SECRET: secrets.app,
      NEXT_TELEMETRY_DISABLED: "1",
      CHECKPOINT_DISABLE: "1",
      INGEST_PORT: String(at.ingest),
      CHAT_PORT: String(at.chat),
      ...(fleet && {
        SITROOM_DEMO: "true",
        DEMO_DEPLOYER_URL: deployerUrl,
        DEMO_INGEST_KEY: secrets.ingestKey,
        DEMO_CHANGES_SECRET: secrets.changes,
        DEMO_COMMAND_SECRET: secrets.command,
      }),
      ...extraEnv,
    };
    const start = (name, args, options = {}) => {
      const program = startNode(name, args, {
        env: { ...env, ...options.env },
        log: log(name),
        onExit: (code, signal) => onDeath(name, signal ?? code, log(name)),
      });
      stops.push(() => program.stop());
      return program;
    };

    const schema = async () => {
      await runNode(["node_modules/prisma/build/index.js", "migrate", "deploy"], {
        env,
        log: log("migrate"),
      });
      await buildWorkers();
      await runNode(["dist/workers/prepare.js"], { env, log: log("prepare") });
      onStep("Schema up to date");
    };
    const build = async () => {
      if (app && (await buildApp({ log: log("build") }))) onStep("App built");
    };
    await Promise.all([schema(), build()]);

    const parts = {};
    if (workers) {
      parts.ingest = start("ingest", ["dist/workers/main.js", "ingest"]);
      await until("ingest", () => answersOk(`${ingestUrl}/ready`), {
        seconds: 30,
        child: parts.ingest.child,
      });
      onStep(`Ingest on port ${at.ingest}`);
    }
    if (fleet) {
      parts.fleet = start("fleet", ["demo/main.mjs"], {
        env: {
          FLEET_PORT: String(at.fleet),
          FLEET_OTLP_URL: ingestUrl,
          FLEET_OTLP_KEY: secrets.ingestKey,
          FLEET_CHANGES_URL: `${ingestUrl}/api/v1/webhooks/demo-changes`,
          FLEET_CHANGES_SECRET: secrets.changes,
          FLEET_COMMAND_SECRET: secrets.command,
          ...(fleetRate && { FLEET_RATE: String(fleetRate) }),
        },
      });
      await until("the demo fleet", () => answersOk(`${deployerUrl}/health`), {
        seconds: 60,
        child: parts.fleet.child,
      });
      onStep("Demo fleet running");
      if (history) {
        await runNode(["dist/demo/backfill.js"], { env, log: log("backfill") });
        onStep("Four weeks of history in place");
      }
    }
    if (workers) {
      parts.work = start("work", ["dist/workers/main.js", "detect", "jobs", "chat"]);
      await new Promise((resolve, reject) => {
        parts.work.child.once("message", resolve);
        parts.work.child.once("exit", () =>
          reject(new Error(`The workers ended; see ${log("work")}.`)),
        );
      });
      onStep("Workers running");
    }
    if (app) {
      parts.app = start("app", ["node_modules/next/dist/bin/next", "start", "-p", String(at.app)]);
      await until("the app", () => answersOk(`${appUrl}/api/health`), {
        seconds: 60,
        child: parts.app.child,
      });
      onStep(`App on ${appUrl}`);
    }
    return { databaseUrl, appUrl, ingestUrl, deployerUrl, env, secrets, ports: at, parts, stop };
  } catch (error) {
    const said = readdirSync(path.join(dataDir, "logs"))
      .map(
        (name) =>
          `── end of ${name}\n${readFileSync(path.join(dataDir, "logs", name), "utf8").slice(-800)}`,
      )
      .join("\n");
    await stop();
    throw new Error(`${error.message}\n${said}`);
  }
}
