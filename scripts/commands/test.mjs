// npm test: check, schema drift, unit and store tests on real Postgres, and the e2e stories on the whole stack in a real browser.
// Ends with one line over all suites: N passed, N failed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { bin, root } from "../ensure.mjs";
import { freePort } from "../ports.mjs";
import { startPostgres } from "../postgres.mjs";
import { ensureAlertmanager, ensureChromium, ensurePrometheus } from "../programs.mjs";
import { temporaryFolder } from "../temporary-folder.mjs";

const total = { passed: 0, failed: 0 };
const add = (passed, failed) => {
  total.passed += passed;
  total.failed += failed;
};
const heading = (text) => console.log(`\n── ${text} ${"─".repeat(Math.max(0, 76 - text.length))}`);

async function check() {
  heading("check");
  const { main } = await import("./check.mjs");
  add(...((await main()) === 0 ? [1, 0] : [0, 1]));
}

function drift(env) {
  heading("schema drift");
  const args = [
    "migrate",
    "diff",
    "--from-migrations",
    "prisma/migrations",
    "--to-schema",
    "prisma/schema.prisma",
    "--exit-code",
  ];
  const result = spawnSync(bin("prisma"), args, { cwd: root, env, encoding: "utf8" });
  const same = result.status === 0;
  console.log(
    same
      ? "prisma/migrations make exactly prisma/schema.prisma"
      : `${result.stdout}${result.stderr}`,
  );
  add(same ? 1 : 0, same ? 0 : 1);
}

function vitest(title, env, out, options = []) {
  heading(title);
  const file = path.join(out, `${title.replaceAll(/\W+/g, "-")}.json`);
  const args = [
    "run",
    ...options,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  const result = spawnSync(bin("vitest"), args, { cwd: root, env, stdio: "inherit" });
  if (!existsSync(file)) return add(0, 1);
  const report = JSON.parse(readFileSync(file, "utf8"));
  // A file that fails before its first test counts as one failure.
  const broken = report.testResults.filter(
    (f) => f.status === "failed" && f.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + broken.length;
  add(report.numPassedTests, failed === 0 && result.status !== 0 ? 1 : failed);
}

async function stories(out) {
  heading("e2e stories");
  const missing = ensureChromium();
  if (missing) {
    console.error(missing);
    return add(0, 1);
  }
  const { startStack } = await import("../stack.mjs");
  let stack;
  try {
    stack = await startStack({
      ports: "free",
      dataDir: path.join(out, "stack"),
      temporary: true,
      onStep: (text) => console.log(`  ${text}`),
      onDeath: (name, why) => console.error(`${name} ended unexpectedly (${why})`),
    });
    const file = path.join(out, "e2e.json");
    const result = spawnSync(bin("playwright"), ["test"], {
      cwd: root,
      stdio: "inherit",
      env: {
        ...process.env,
        ...stack.env,
        E2E_APP_URL: stack.appUrl,
        E2E_INGEST_URL: stack.ingestUrl,
        E2E_INGEST_KEY: stack.secrets.ingestKey,
        E2E_DEPLOYER_URL: stack.deployerUrl,
        E2E_REPORT: file,
      },
    });
    if (!existsSync(file)) return add(0, 1);
    const { stats } = JSON.parse(readFileSync(file, "utf8"));
    const failed = stats.unexpected;
    add(stats.expected + stats.flaky, failed === 0 && result.status !== 0 ? 1 : failed);
  } catch (error) {
    console.error(error.message);
    add(0, 1);
  } finally {
    await stack?.stop();
  }
}

export async function main(args) {
  const { values } = parseArgs({
    args,
    options: { unit: { type: "boolean" }, e2e: { type: "boolean" } },
  });
  const all = !values.unit && !values.e2e;
  const out = temporaryFolder("test");
  if (all) await check();
  if (all || values.unit) {
    const prometheus = ensurePrometheus();
    if (prometheus) console.error(prometheus);
    const alertmanager = ensureAlertmanager();
    if (alertmanager) console.error(alertmanager);
    const postgres = await startPostgres({
      dir: path.join(out, "postgres"),
      port: await freePort(),
      settings: { fsync: "off" },
    });
    const url =
      process.env.TEST_DATABASE_URL ?? `postgresql://postgres@127.0.0.1:${postgres.port}/postgres`;
    const env = { ...process.env, DATABASE_URL: url, NODE_ENV: "test" };
    try {
      drift(env);
      vitest("unit and store tests", env, out, ["--exclude", "demo/**"]);
      // Nineteen processes that answer within real deadlines: alone, so that other tests do not slow them.
      vitest("demo fleet tests", env, out, ["demo/"]);
      await onDebianPostgres(out);
    } finally {
      await postgres.stop();
    }
  }
  if (all || values.e2e) await stories(out);
  rmSync(out, { recursive: true, force: true });
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

/** The store tests once more on Postgres 15, the oldest that we support, where Debian's is installed. */
async function onDebianPostgres(out) {
  const binaries = "/usr/lib/postgresql/15/bin";
  if (!existsSync(path.join(binaries, "initdb"))) return;
  const postgres = await startPostgres({
    dir: path.join(out, "postgres-15"),
    port: await freePort(),
    binaries,
    settings: { fsync: "off" },
  });
  try {
    const env = {
      ...process.env,
      DATABASE_URL: `postgresql://postgres@127.0.0.1:${postgres.port}/postgres`,
      NODE_ENV: "test",
    };
    vitest("store tests on Postgres 15", env, out, ["store"]);
  } finally {
    await postgres.stop();
  }
}
