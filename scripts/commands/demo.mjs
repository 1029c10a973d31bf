// npm run demo [-- --port P] [--ci]: the whole loop on a real small fleet. --ci starts, checks the sign-in page and ends.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "../ensure.mjs";

const dataDir = path.join(root, ".data/demo");
const lockFile = path.join(dataDir, "running.json");

/** The demo that already runs on this folder, if its process is alive and its app answers. */
async function alreadyRunning() {
  if (!existsSync(lockFile)) return null;
  const { pid, url } = JSON.parse(readFileSync(lockFile, "utf8"));
  try {
    process.kill(pid, 0);
    await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(2000) });
    return url;
  } catch {
    return null; // Left by a run that died.
  }
}

export async function main(args) {
  const { values } = parseArgs({
    args,
    options: { port: { type: "string" }, ci: { type: "boolean", default: false } },
  });
  const other = await alreadyRunning();
  if (other) {
    console.error(`The demo already runs at ${other}. Stop it there with Ctrl-C first.`);
    return 1;
  }
  const { startStack } = await import("../stack.mjs");
  const t0 = performance.now();
  const seconds = () => `${((performance.now() - t0) / 1000).toFixed(1)} s`.padStart(8);
  const abort = new AbortController();
  let stack;
  let stopping;
  const stop = () => {
    stopping ??= (async () => {
      console.log("\nStopping …");
      await stack?.stop();
      rmSync(lockFile, { force: true });
    })();
    return stopping;
  };
  const ended = new Promise((resolve) => {
    const signal = async () => {
      abort.abort();
      await stop();
      resolve(0);
    };
    process.on("SIGINT", signal);
    process.on("SIGTERM", signal);
    process.on("SIGHUP", signal);
    abort.death = async (name, why, log) => {
      if (stopping) return;
      console.error(`\n${name} ended unexpectedly (${why}). Its log: ${path.relative(root, log)}`);
      await stop();
      resolve(1);
    };
  });
  try {
    stack = await startStack({
      dataDir,
      ports: values.port ? { app: Number(values.port) } : undefined,
      onStep: (text) => console.log(`${seconds()}  ${text}`),
      onDeath: (...death) => abort.death(...death),
    });
  } catch (error) {
    if (abort.signal.aborted) return ended;
    console.error(
      `\nThe demo did not start: ${error.message}\nLogs: ${path.relative(root, dataDir)}/logs`,
    );
    await stop();
    return 1;
  }
  mkdirSync(dataDir, { recursive: true });
  const running = { pid: process.pid, url: stack.appUrl, deployer: stack.deployerUrl };
  writeFileSync(lockFile, JSON.stringify(running));
  console.log(`
  Sitroom is ready:  ${stack.appUrl}

  Sign in            oncall@sitroom.local   (may approve; also admin@ and viewer@)
  Password           sitroom-demo
  Send telemetry     ${stack.ingestUrl}   key ${stack.secrets.ingestKey}

  Break something    npm run demo:fault bad-deploy   (or from the Overview page; without a name it lists all)
  Stop               Ctrl-C
`);
  if (values.ci) {
    const page = await fetch(`${stack.appUrl}/sign-in`);
    const ok = page.ok && (await page.text()).includes("Sitroom");
    await stop();
    console.log(
      ok ? "The demo came up and was stopped." : `The sign-in page answered ${page.status}.`,
    );
    return ok ? 0 : 1;
  }
  return ended;
}
