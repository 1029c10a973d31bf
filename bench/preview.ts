/**
 * The detector editor in a real browser: from the key that moves a slider to the frame that shows the preview of 28 days by
 * the minute, folded by the production code in a Web Worker. Beside it, in the same page: the longest task on the page's own
 * thread meanwhile.
 *
 *   npm run bench:preview [-- --moves 40] [--detectors ewma,pewma,…] [--json]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { openDb } from "@/lib/db/client";
import { counts } from "@/lib/detect/model";
import { insertDetector } from "@/lib/detect/store";
import { upsertSeries } from "@/lib/ingest/series-store";
import { backfillSamples } from "@/lib/samples/store";
import { ownChromium } from "../scripts/programs.mjs";
import { startStack } from "../scripts/stack.mjs";
import { temporaryFolder } from "../scripts/temporary-folder.mjs";
import { machine, median, today } from "./machine";
import { dailyWave } from "./speed/stream";

const { values: options } = parseArgs({
  options: {
    moves: { type: "string", default: "40" },
    detectors: { type: "string", default: "ewma,pewma,holt-winters,cusum,universal" },
    json: { type: "boolean", default: false },
  },
});
const points = 28 * 1440;
const names = options.detectors.split(",");
const say = (line: string) => {
  if (!options.json) console.log(line);
};

/** The series that is tuned on, and a detector of each kind for it. Returns the series' id. */
async function seed(url: string): Promise<number> {
  const db = openDb(url);
  const def = { metric: "bench.load", tags: { service: "bench" } };
  const [id = 0] = await upsertSeries(db.pool, [def]);
  const end = Math.floor(Date.now() / 60_000) * 60_000;
  const { values } = dailyWave(points);
  const times = Float64Array.from(values, (_, i) => end - (points - i) * 60_000);
  const ids = new Int32Array(points).fill(id);
  await backfillSamples(db.pool, [{ ids, times, values }], { nowMs: Date.now() });
  for (const name of names) {
    const settings = {
      algorithm: name,
      params: {},
      counts: counts.parse({}),
      target: "metric = bench.load",
    };
    const meta = { managed: "user", note: "", author: "bench", now: end } as const;
    await db.prisma.$transaction((tx) =>
      insertDetector(tx, { id: `bench-${name}`, title: `Bench ${name}`, settings, ...meta }),
    );
  }
  await db.close();
  return id;
}

type Watched = { drawn: number[]; tasks: number[]; pressed: number };

// As text: a function's helpers would stay behind in this process.
const watching = `
  const watched = { drawn: [], tasks: [], pressed: 0 };
  window.watched = watched;
  addEventListener("keydown", () => { watched.pressed = performance.now(); }, true);
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) watched.tasks.push(task.duration);
  }).observe({ type: "longtask" });
  addEventListener("DOMContentLoaded", () =>
    new MutationObserver((changes) => {
      if (watched.pressed === 0) return;
      const inPreview = (c) => c.target.closest('section[aria-label="Preview"] svg');
      if (!changes.some(inPreview)) return;
      const from = watched.pressed;
      watched.pressed = 0;
      requestAnimationFrame(() => setTimeout(() => watched.drawn.push(performance.now() - from)));
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["d"] }));
`;

/** Moves the first slider of the form (the preview has handles of its own) step by step, waiting for the chart each time. */
async function tune(page: Page, name: string, seriesId: number, moves: number) {
  await page.goto(`/detectors/bench-${name}?mode=advanced&days=28&series=${seriesId}`);
  const preview = page.locator('section[aria-label="Preview"]');
  await preview.locator("svg path").first().waitFor({ timeout: 60_000 });
  const slider = page.locator('[role="slider"]:not(section[aria-label="Preview"] *)').first();
  await slider.focus();
  const read = () => page.evaluate(() => (window as unknown as { watched: Watched }).watched);
  for (let i = 0; i < moves; i++) {
    const before = (await read()).drawn.length;
    await page.keyboard.press(i % 20 < 10 ? "ArrowRight" : "ArrowLeft");
    await page
      .waitForFunction(
        (n) => (window as unknown as { watched: Watched }).watched.drawn.length > n,
        before,
        { timeout: 3000, polling: 10 },
      )
      // At the end of its range a slider moves nothing, so nothing is drawn
      .catch((error: Error) => {
        if (error.name !== "TimeoutError") throw error;
      });
  }
  const { drawn, tasks } = await read();
  const sorted = [...drawn].sort((a, b) => a - b);
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return {
    moves: drawn.length,
    medianMs: round(median(drawn)),
    p95Ms: round(sorted[Math.floor(0.95 * sorted.length)] ?? Number.NaN),
    longestTaskMs: round(Math.max(0, ...tasks)),
  };
}

const admin = { email: "bench@sitroom.local", password: "twenty-eight-days" };
const stack = await startStack({
  ports: "free",
  dataDir: path.join(temporaryFolder("bench"), "stack"),
  temporary: true,
  workers: false,
  fleet: false,
  env: { SITROOM_ADMIN_EMAIL: admin.email, SITROOM_ADMIN_PASSWORD: admin.password },
  onStep: say,
});
const own = ownChromium();
const browser = await chromium.launch({ ...(own && { executablePath: own }) });
try {
  const seriesId = await seed(stack.databaseUrl);
  const context = await browser.newContext({
    baseURL: stack.appUrl,
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  await page.addInitScript(watching);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const detectors: Record<string, Awaited<ReturnType<typeof tune>>> = {};
  for (const name of names) {
    detectors[name] = await tune(page, name, seriesId, Number(options.moves));
    say(`${name.padEnd(14)} ${JSON.stringify(detectors[name])}`);
  }
  const report = {
    date: today(),
    machine: machine(),
    loadAverage: loadavg()[0],
    points,
    detectors,
  };
  if (options.json) console.log(JSON.stringify(report));
  else {
    const dir = path.join(import.meta.dirname, "results");
    mkdirSync(dir, { recursive: true });
    writeFileSync(
      path.join(dir, `preview-${today()}.json`),
      `${JSON.stringify(report, null, 2)}\n`,
    );
  }
} finally {
  await browser.close();
  await stack.stop();
}
