import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import * as esbuild from "esbuild";
import type { Db } from "@/lib/db/client";
import { nextRandom, uniform } from "@/lib/math/random";
import { freePort } from "../../scripts/ports.mjs";
import { type CrashResult, judgeCrashes } from "./judge";
import { startMortal } from "./mortal";
import { breakService, setStage } from "./stage";

const root = path.resolve(import.meta.dirname, "../..");
const secret = "crash-campaign-command-secret";
const appSecret = "crash campaign, 32 characters or more";
/** Whoever has not ended by then is stuck. */
const patienceMs = 300_000;

export type Campaign = {
  runs: number;
  seed: number;
  /** Remedies under way at once, each on a service of its own */
  lanes: number;
  /** Longest time between two kills, ms; the shortest is a tenth of it */
  betweenMs: number;
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Brings N bad deploys upon services of the demo deployer while the jobs worker, the process in which people approve, and the
 * deployer are killed with kill -9 at seeded moments and started again, then compares the timeline and the states with the
 * deployer's own journal.
 */
export async function crashCampaign(
  { db, url }: { db: Db; url: string },
  { runs, seed, lanes, betweenMs }: Campaign,
  say: (line: string) => void,
): Promise<CrashResult & { kills: Record<string, number> }> {
  const random = randomOf(seed);
  const dir = path.join(root, `node_modules/.cache/crash-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  const [worker = "", approver = ""] = await bundle(dir, ["worker", "approver"]);
  const services = Array.from({ length: lanes }, (_, i) => `lane-${i}`);
  const port = await freePort();
  const deployer = `http://127.0.0.1:${port}`;
  const journal = path.join(dir, "journal");
  await setStage(db, { services, appSecret, deployer, secret });
  const env = { DATABASE_URL: url, NEXTAUTH_SECRET: appSecret, LOG_LEVEL: "error" };
  const mortals = await Promise.all([
    startMortal("worker", worker, env),
    startMortal("approver", approver, env),
    startMortal("deployer", path.join(root, "demo/deployer-alone.mjs"), {
      DEPLOYER_PORT: String(port),
      DEPLOYER_SECRET: secret,
      DEPLOYER_SERVICES: services.join(","),
      DEPLOYER_JOURNAL: journal,
      DEPLOYER_STEP_MS: "150",
    }),
  ]);
  let over = false;
  const killing = (async () => {
    while (!over) {
      await pause(betweenMs * (0.1 + 0.9 * random()));
      const victim = mortals[Math.floor(random() * mortals.length)];
      if (!over) await victim?.kill(400 * random(), random() < 0.2);
    }
  })();
  try {
    let next = 0;
    await Promise.all(
      services.map(async (service) => {
        while (next < runs) {
          const n = next++;
          const version = `v${n + 2}`;
          await deploy(deployer, service, version);
          const id = await breakService(db, { n, service, version });
          if (!(await until(() => ended(db, id)))) say(`situation ${id} does not end`);
        }
      }),
    );
    // The verdicts are killed into as well.
    await until(async () => (await unjudged(db)) === 0);
  } finally {
    over = true;
    await killing;
    for (const mortal of mortals) await mortal.end();
  }
  const result = await judgeCrashes(db, journal, say);
  rmSync(dir, { recursive: true, force: true });
  return { ...result, kills: Object.fromEntries(mortals.map((m) => [m.name, m.kills])) };
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = nextRandom(state);
    return uniform(state);
  };
}

async function bundle(dir: string, names: readonly string[]): Promise<string[]> {
  await esbuild.build({
    entryPoints: names.map((name) => path.join(import.meta.dirname, `${name}.ts`)),
    absWorkingDir: root,
    tsconfig: path.join(root, "tsconfig.json"),
    outdir: dir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return names.map((name) => path.join(dir, `${name}.mjs`));
}

/** Asks until it is so; false when that takes too long. */
async function until(holds: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await pause(100))
    if (await holds()) return true;
  return false;
}

/** Deploys by hand, as often as it takes: the deployer may be down. */
async function deploy(base: string, service: string, version: string): Promise<void> {
  const done = await until(async () => {
    try {
      const target = await fetch(`${base}/targets/${service}`);
      const { current } = (await target.json()) as { current: string };
      if (current === version) return true;
      await fetch(`${base}/deploys`, {
        method: "POST",
        body: JSON.stringify({ service, version }),
      });
    } catch (error) {
      // fetch throws a TypeError when nobody answers
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    }
    return false;
  });
  if (!done) throw new Error(`${service} cannot be brought to ${version}.`);
}

async function ended(db: Db, situationId: number): Promise<boolean> {
  const remedies = await db.prisma.remedy.findMany({ where: { situationId } });
  return remedies.some((r) => ["executed", "failed", "rejected"].includes(r.state));
}

const unjudged = (db: Db): Promise<number> =>
  db.prisma.remedy.count({
    where: { state: "executed", OR: [{ verification: null }, { verification: { endedAt: null } }] },
  });
