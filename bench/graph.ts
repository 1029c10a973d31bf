/**
 * The service graph, measured.
 *
 *   npm run bench:graph                        a thousand services in a real browser: time to layout, frames per second
 *   npm run bench:graph -- --verify URL        holds the last hour of that database's windows against its raw spans
 *   … --json                                   as one line of JSON, without a file of results
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { openDb } from "../lib/db/client";
import { ownChromium } from "../scripts/programs.mjs";
import { startStack } from "../scripts/stack.mjs";
import { temporaryFolder } from "../scripts/temporary-folder.mjs";
import { browseEstate } from "./graph/browse";
import { seedEstate } from "./graph/estate";
import { verifyHour } from "./graph/verify";
import { machine, today } from "./machine";

const { values } = parseArgs({
  options: {
    verify: { type: "string" },
    /** End of the hour to verify, ISO; the newest span when absent */
    to: { type: "string" },
    services: { type: "string", default: "1000" },
    json: { type: "boolean", default: false },
  },
});

if (values.verify !== undefined) {
  const db = openDb(values.verify);
  const checked = await verifyHour(db.pool, values.to ? Date.parse(values.to) : undefined);
  await db.close();
  console.log(JSON.stringify(checked, null, values.json ? 0 : 2));
  const wrong = checked.edges.different.length + checked.operations.different.length;
  process.exitCode = wrong === 0 ? 0 : 1;
} else await measure(Number(values.services));

async function measure(services: number): Promise<void> {
  const admin = { email: "bench@sitroom.local", password: "a-thousand-services" };
  const stack = await startStack({
    ports: "free",
    dataDir: path.join(temporaryFolder("bench"), "stack"),
    temporary: true,
    workers: false,
    fleet: false,
    env: { SITROOM_ADMIN_EMAIL: admin.email, SITROOM_ADMIN_PASSWORD: admin.password },
    onStep: (text: string) => {
      if (!values.json) console.log(text);
    },
  });
  const own = ownChromium();
  const browser = await chromium.launch({ ...(own && { executablePath: own }) });
  try {
    const db = openDb(stack.databaseUrl);
    await seedEstate(db.pool, services, Date.now());
    await db.close();
    const result = await browseEstate(browser, { appUrl: stack.appUrl, ...admin, services });
    const [load] = loadavg();
    const report = { date: today(), machine: machine(), loadAverage: load, services, ...result };
    if (values.json) console.log(JSON.stringify(report));
    else {
      console.log(JSON.stringify(report, null, 2));
      mkdirSync("bench/results", { recursive: true });
      writeFileSync(`bench/results/graph-${today()}.json`, `${JSON.stringify(report, null, 2)}\n`);
    }
  } finally {
    await browser.close();
    await stack.stop();
  }
}
