/**
 * Loads every page of the demo in a real browser with an empty cache, and reports what the browser's own performance API says:
 * first contentful paint, largest contentful paint, and the JavaScript that came over the wire.
 *
 *   npm run bench:pages [-- --runs 5] [--json]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "@playwright/test";
import { ownChromium } from "../scripts/programs.mjs";
import { startStack } from "../scripts/stack.mjs";
import { temporaryFolder } from "../scripts/temporary-folder.mjs";
import { machine, median, today } from "./machine";

const pages = [
  "/sign-in",
  "/",
  "/situations",
  "/anomalies",
  "/metrics",
  "/graph",
  "/changes",
  "/detectors",
  "/actions",
  "/settings",
];

type Load = { fcpMs: number; lcpMs: number; jsBytes: number };

async function signIn(browser: Browser, appUrl: string) {
  const page = await browser.newPage({ baseURL: appUrl });
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("oncall@sitroom.local");
  await page.getByLabel("Password").fill("sitroom-demo");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const state = await page.context().storageState();
  await page.close();
  return state;
}

/** One cold load. Largest contentful paint is read two seconds after the load event, when the first data is drawn. */
async function load(
  browser: Browser,
  appUrl: string,
  where: string,
  storageState: Awaited<ReturnType<typeof signIn>>,
): Promise<Load> {
  const context = await browser.newContext({
    baseURL: appUrl,
    viewport: { width: 1440, height: 900 },
    ...(where !== "/sign-in" && { storageState }),
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const last = list.getEntries().at(-1);
      if (last) (window as unknown as { lcp: number }).lcp = last.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
  await page.goto(where, { waitUntil: "load" });
  await page.waitForTimeout(2000);
  const result = await page.evaluate(() => {
    const scripts = performance
      .getEntriesByType("resource")
      .filter((r): r is PerformanceResourceTiming => r.name.includes("/_next/static/"))
      .filter((r) => r.name.split("?")[0]?.endsWith(".js"));
    return {
      fcpMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      lcpMs: (window as unknown as { lcp?: number }).lcp ?? Number.NaN,
      jsBytes: scripts.reduce((sum, r) => sum + r.encodedBodySize, 0),
    };
  });
  await context.close();
  return result;
}

const { values } = parseArgs({
  options: { runs: { type: "string", default: "5" }, json: { type: "boolean", default: false } },
});
const stack = await startStack({
  ports: "free",
  dataDir: path.join(temporaryFolder("bench"), "stack"),
  temporary: true,
  onStep: (text: string) => {
    if (!values.json) console.log(text);
  },
});
const own = ownChromium();
const browser = await chromium.launch({ ...(own && { executablePath: own }) });
const results: Record<string, Load> = {};
try {
  const state = await signIn(browser, stack.appUrl);
  // The server's first rendering of a page compiles it; that is not what a user waits for every day.
  for (const where of pages) await load(browser, stack.appUrl, where, state);
  for (const where of pages) {
    const loads: Load[] = [];
    for (let i = 0; i < Number(values.runs); i++)
      loads.push(await load(browser, stack.appUrl, where, state));
    results[where] = {
      fcpMs: Math.round(median(loads.map((l) => l.fcpMs))),
      lcpMs: Math.round(median(loads.map((l) => l.lcpMs))),
      jsBytes: median(loads.map((l) => l.jsBytes)),
    };
  }
} finally {
  await browser.close();
  await stack.stop();
}
const report = { date: today(), machine: machine(), runs: Number(values.runs), pages: results };
if (values.json) console.log(JSON.stringify(report));
else {
  console.table(results);
  mkdirSync("bench/results", { recursive: true });
  writeFileSync(`bench/results/pages-${today()}.json`, `${JSON.stringify(report, null, 2)}\n`);
}
