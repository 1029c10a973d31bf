// npm run try:unleash: our Unleash executor's contract against a real Unleash from npm, on a Postgres of its own.
// Unleash is AGPL, so it is no dependency of ours: it is fetched into .runtime/ when this is run, and used as it is.
import { fork, spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { bin, root, run } from "../ensure.mjs";
import { freePort } from "../ports.mjs";
import { startPostgres } from "../postgres.mjs";
import { temporaryFolder } from "../temporary-folder.mjs";

const version = "8.2.0";
const folder = path.join(root, ".runtime/unleash");
const token = "*:*.unleash-insecure-admin-api-token";

function ensureUnleash() {
  const manifest = path.join(folder, "node_modules/unleash-server/package.json");
  if (existsSync(manifest)) return;
  console.log(`Fetching unleash-server ${version} …`);
  mkdirSync(folder, { recursive: true });
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  run("npm", ["install", "--prefix", folder, ...quiet, `unleash-server@${version}`]);
}

function startUnleash(url, port) {
  const child = fork(path.join(root, "scripts/unleash-server.mjs"), [folder, url, String(port)], {
    env: { ...process.env, INIT_ADMIN_API_TOKENS: token, NODE_NO_WARNINGS: "1" },
  });
  return new Promise((resolve, reject) => {
    child.once("message", () => resolve(child));
    child.once("exit", (code) => reject(new Error(`Unleash ended with ${code} before it was up.`)));
  });
}

export async function main() {
  ensureUnleash();
  const dir = temporaryFolder("unleash");
  const postgres = await startPostgres({
    dir: path.join(dir, "postgres"),
    port: await freePort(),
    settings: { fsync: "off" },
  });
  let unleash;
  try {
    const port = await freePort();
    const database = `postgresql://postgres@127.0.0.1:${postgres.port}/postgres`;
    unleash = await startUnleash(database, port);
    console.log(`Unleash ${version} is up.`);
    const file = "lib/integrations/executors/unleash-real.test.ts";
    const child = spawn(bin("vitest"), ["run", file], {
      cwd: root,
      stdio: "inherit",
      env: {
        ...process.env,
        DATABASE_URL: database,
        UNLEASH_URL: `http://127.0.0.1:${port}`,
        UNLEASH_ADMIN_TOKEN: token,
      },
    });
    return await new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
  } finally {
    unleash?.kill();
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
