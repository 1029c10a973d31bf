// npm run bench:NAME [-- options]: runs bench/NAME.ts on a Postgres of its own, on free ports, and leaves nothing behind.
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { bin, root } from "../ensure.mjs";
import { freePort } from "../ports.mjs";
import { startPostgres } from "../postgres.mjs";
import { temporaryFolder } from "../temporary-folder.mjs";

/** Benches that start the whole stack themselves, or need no database. */
const ownStack = new Set([
  "loop",
  "pages",
  "accuracy",
  "rank",
  "situate",
  "policy",
  "verify",
  "graph",
  "preview",
]);

export async function main([name, ...args]) {
  const file = path.join(root, "bench", `${name}.ts`);
  if (!name || !existsSync(file)) {
    console.error(`There is no bench/${name}.ts.`);
    return 2;
  }
  const dir = temporaryFolder("bench");
  let postgres;
  const env = { ...process.env };
  if (!ownStack.has(name)) {
    postgres = await startPostgres({
      dir: path.join(dir, "postgres"),
      port: await freePort(),
      settings: { shared_buffers: "512MB", max_wal_size: "8GB" },
    });
    env.DATABASE_URL = `postgresql://postgres@127.0.0.1:${postgres.port}/postgres`;
  }
  try {
    const child = spawn(bin("tsx"), [file, ...args], { cwd: root, env, stdio: "inherit" });
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
    return await new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
  } finally {
    await postgres?.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
