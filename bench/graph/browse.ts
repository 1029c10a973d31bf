import type { Browser, Page } from "@playwright/test";

type Cy = { nodes(): { length: number }; edges(): { length: number } };

/** Frames per second over `ms` while something happens, and the longest time without one. */
// As text: a function's helpers would stay behind in this process.
const startFrames = (page: Page) =>
  page.evaluate(`{
    const frames = [];
    window.frames = frames;
    const frame = (t) => { if (window.frames === frames) { frames.push(t); requestAnimationFrame(frame); } };
    requestAnimationFrame(frame);
  }`);
const endFrames = (page: Page) =>
  page.evaluate(() => {
    const { frames } = window as unknown as { frames: number[] };
    const gaps = frames.slice(1).map((t, i) => t - (frames[i] as number));
    const lasted = (frames.at(-1) ?? 0) - (frames[0] ?? 0);
    return {
      fps: Math.round((1000 * gaps.length) / Math.max(1, lasted)),
      longestGapMs: Math.round(Math.max(0, ...gaps)),
    };
  });

/** Waits until the map holds at least so many services; ms since the page's start of navigation, or since `from`. */
async function untilDrawn(page: Page, atLeast: number, from = 0): Promise<number> {
  await page.waitForFunction(
    (n) => {
      const box = document.querySelector('[data-testid="graph"]') as (Element & { cy?: Cy }) | null;
      return (box?.cy?.nodes().length ?? 0) >= n;
    },
    atLeast,
    { timeout: 120_000, polling: 50 },
  );
  return page.evaluate((t) => Math.round(performance.now() - t), from);
}

async function interact(page: Page): Promise<{
  pan: { fps: number; longestGapMs: number };
  zoom: { fps: number; longestGapMs: number };
}> {
  const box = await page.getByTestId("graph").boundingBox();
  if (!box) throw new Error("The map is not shown.");
  // A corner of the map, where the background can be taken hold of.
  const x = box.x + box.width - 12;
  const y = box.y + box.height - 12;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await startFrames(page);
  for (let i = 0; i < 60; i++) {
    await page.mouse.move(x - 4 * i, y - 3 * i);
    await page.waitForTimeout(16);
  }
  const pan = await endFrames(page);
  await page.mouse.up();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await startFrames(page);
  for (let i = 0; i < 40; i++) {
    await page.mouse.wheel(0, i < 20 ? -60 : 60);
    await page.waitForTimeout(25);
  }
  return { pan, zoom: await endFrames(page) };
}

/** The graph of an estate in a real browser: in groups as it opens, then every service by itself. */
export async function browseEstate(
  browser: Browser,
  {
    appUrl,
    email,
    password,
    services,
  }: {
    appUrl: string;
    email: string;
    password: string;
    services: number;
  },
) {
  const page = await browser.newPage({
    baseURL: appUrl,
    viewport: { width: 1440, height: 900 },
  });
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const view = await page.evaluate(async () => {
    const input = { from: "now-1h", to: "now", at: null, situation: null, snapshot: null };
    const times: number[] = [];
    let bytes = 0;
    for (let i = 0; i < 5; i++) {
      const t = performance.now();
      const answer = await fetch(
        `/api/views/graph?input=${encodeURIComponent(JSON.stringify(input))}`,
      );
      bytes = (await answer.text()).length;
      times.push(performance.now() - t);
    }
    return { ms: times.map(Math.round), bytes };
  });
  await page.goto("/graph");
  const grouped = { drawnMs: await untilDrawn(page, 10), ...(await interact(page)) };
  const groupedNodes = await count(page);
  await page.goto("/graph?group=off");
  const t0 = await page.evaluate(() => performance.now());
  const drawnMs = (await untilDrawn(page, services)) as number;
  const all = { drawnMs, ...(await interact(page)) };
  const shown = await count(page);
  await page.goto("/graph?show=table");
  await page
    .getByRole("row")
    .nth(services - 1)
    .waitFor();
  const tableMs = await page.evaluate(() => Math.round(performance.now()));
  await page.close();
  return {
    viewMs: view.ms,
    viewBytes: view.bytes,
    grouped: { ...groupedNodes, ...grouped },
    ungrouped: { ...shown, navigationMs: Math.round(t0), ...all },
    tableMs,
  };
}

const count = (page: Page) =>
  page.evaluate(() => {
    const box = document.querySelector('[data-testid="graph"]') as (Element & { cy?: Cy }) | null;
    return { nodes: box?.cy?.nodes().length ?? 0, edges: box?.cy?.edges().length ?? 0 };
  });
