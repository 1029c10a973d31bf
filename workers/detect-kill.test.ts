import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import * as esbuild from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { shippedDetectors } from "@/lib/detect/defaults";
import { detectLag } from "@/lib/detect/lag-store";
import { preview } from "@/lib/detect/preview";
import { appendSamples } from "@/lib/ingest/accept-store";
import { golden } from "@/lib/ingest/model";
import { upsertSeries } from "@/lib/ingest/series-store";
import { nextRandom, uniform } from "@/lib/math/random";
import { backfillSamples, sampleWriter } from "@/lib/samples/store";
import { postgresStream } from "@/lib/stream/postgres";
import type { SampleBatch } from "@/lib/stream/sample-batch";

/** A worker process of its own, so that it can be killed like one: bundled as for production. */
const root = path.resolve(import.meta.dirname, "..");
const bundle = path.join(root, `node_modules/.cache/detect-kill-${process.pid}.mjs`);
const program = `
  import { openDb } from "@/lib/db/client";
  import { readEnv } from "@/lib/env";
  import { createLog } from "@/lib/log";
  import { startDetect } from "@/workers/detect";
  const env = readEnv();
  const db = openDb(env.DATABASE_URL, { max: 4 });
  const role = await startDetect(
    { db, env, log: createLog("detect", "warn"), now: Date.now }, { checkpointMs: 150 });
  process.send("ready");
  process.on("SIGTERM", async () => {
    await role.stop();
    await db.close();
    process.exit(0);
  });`;

type Fresh = Awaited<ReturnType<typeof freshDatabase>>;
const databases: Fresh[] = [];
const children = new Set<ChildProcess>();
beforeAll(async () => {
  mkdirSync(path.dirname(bundle), { recursive: true });
  await esbuild.build({
    stdin: { contents: program, resolveDir: root, loader: "ts" },
    absWorkingDir: root,
    tsconfig: path.join(root, "tsconfig.json"),
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  for (const fresh of databases) await fresh.drop();
  rmSync(bundle, { force: true });
});

const everyMs = 10_000;
const past = 400;
const live = 300;
const now = Math.floor(Date.now() / everyMs) * everyMs;
const at = (i: number) => now + (i - live) * everyMs;
const services = Array.from({ length: 10 }, (_, i) => `service-${i}`);
const metrics = [golden.requests, golden.errors, golden.p95];

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = nextRandom(state);
    return uniform(state);
  };
}

/** Golden signals with incidents, windows without requests and one service whose windows come twice or too late. */
function windows(): { id: number; t: number; value: number }[][] {
  const random = randomOf(11);
  const bad = services.map(() => 0);
  const out: { id: number; t: number; value: number }[][] = [];
  for (let i = -past; i < live; i++) {
    const rows = services.flatMap((_, s) => {
      if (i >= 20 && random() < 0.015) bad[s] = 2 + Math.floor(random() * 15);
      bad[s] = (bad[s] ?? 0) - 1;
      const hurt = (bad[s] ?? 0) > 0;
      const quiet = s === 3 && i % 50 > 44;
      const noise = () => random() - 0.5;
      const values = [
        quiet ? 0.1 : 20 + 2 * noise() - (hurt && s % 3 === 0 ? 15 : 0),
        Math.max(0, 0.002 + 0.002 * noise() + (hurt && s % 3 !== 2 ? 0.3 : 0)),
        40 + 6 * noise() + (hurt && s % 3 === 2 ? 150 : 0),
      ];
      return values.map((value, m) => ({ id: 1 + s * metrics.length + m, t: at(i), value }));
    });
    out.push(rows.filter((r) => !(r.id > 21 && r.id <= 24 && i % 7 === 0)));
  }
  // Late points of the last service: skipped by whoever has gone past them
  for (let i = past + 10; i < out.length; i += 9)
    out[i]?.push(...[28, 29, 30].map((id) => ({ id, t: at(i - past - 3) + 5, value: 500 })));
  return out;
}

const columns = (rows: { id: number; t: number; value: number }[]): SampleBatch => ({
  ids: Int32Array.from(rows, (r) => r.id),
  times: Float64Array.from(rows, (r) => r.t),
  values: Float64Array.from(rows, (r) => r.value),
});

async function world(): Promise<Fresh> {
  const fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
  databases.push(fresh);
  const ids = await upsertSeries(
    fresh.db.pool,
    services.flatMap((service) => metrics.map((metric) => ({ metric, tags: { service } }))),
  );
  expect(ids).toEqual(ids.map((_, i) => i + 1));
  await backfillSamples(fresh.db.pool, [columns(windows().slice(0, past).flat())], {
    nowMs: Date.now(),
  });
  return fresh;
}

async function feed({ db }: Fresh, betweenMs: number): Promise<void> {
  const ports = { stream: postgresStream(db), samples: sampleWriter(db.pool) };
  for (const rows of windows().slice(past)) {
    const tx = await db.pool.connect();
    await tx.query("BEGIN");
    await appendSamples(ports, tx, columns(rows), Date.now());
    await tx.query("COMMIT");
    tx.release();
    await new Promise((resolve) => setTimeout(resolve, betweenMs));
  }
}

function startChild(url: string): ChildProcess {
  const child = spawn(process.execPath, [bundle], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}
const once = (child: ChildProcess, event: "exit" | "message") =>
  new Promise<void>((resolve) => {
    child.once(event, () => resolve());
    child.once("exit", () => resolve());
  });

/** Waits until all is judged, ends the child in peace, and reads what was found. */
async function finish({ db }: Fresh, child: ChildProcess) {
  for (const end = Date.now() + 60_000; ; ) {
    const { records } = await detectLag(db, Date.now());
    if (records === 0) break;
    if (Date.now() > end) throw new Error(`${records} records were not judged`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
  const { rows } = await db.pool.query(
    `SELECT to_jsonb(a) - 'updatedAt' AS a FROM anomalies a ORDER BY id`,
  );
  return rows.map((r) => r.a as Record<string, unknown>);
}

test("a worker killed at any moment finds what an undisturbed one finds, and so does the preview", async () => {
  const calm = await world();
  const rough = await world();
  const calmChild = startChild(calm.url);
  await once(calmChild, "message");
  await feed(calm, 0);
  const expected = await finish(calm, calmChild);

  const random = randomOf(5);
  let fed = false;
  const feeding = feed(rough, 30).finally(() => {
    fed = true;
  });
  let kills = 0;
  let child = startChild(rough.url);
  for (; !fed; kills++) {
    if (kills % 4 !== 0) await once(child, "message");
    await new Promise((resolve) => setTimeout(resolve, 20 + 500 * random()));
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    child = startChild(rough.url);
  }
  await once(child, "message");
  await feeding;
  const found = await finish(rough, child);
  expect(kills).toBeGreaterThan(3);
  expect(expected.length).toBeGreaterThan(25);
  expect(found).toEqual(expected);

  const all = windows().flat();
  const pointsOf = (id: number) => {
    const of = all.filter((r) => r.id === id);
    return { times: of.map((r) => r.t), values: of.map((r) => r.value) };
  };
  // The last service has late points, which a preview sees in their place
  const previewed = services.slice(0, -1).flatMap((service, s) =>
    metrics.flatMap((metric, m) => {
      const id = 1 + s * metrics.length + m;
      const shipped = shippedDetectors.find((d) => d.settings.target === `metric = ${metric}`);
      if (!shipped) return [];
      return preview({
        settings: shipped.settings,
        points: pointsOf(id),
        traffic: pointsOf(1 + s * metrics.length),
        from: at(0),
        series: { id, service, metric },
        detectorId: shipped.id,
      }).anomalies;
    }),
  );
  const text = (t: number | null) => (t === null ? null : new Date(t).toISOString().slice(0, -1));
  const trimmed = (row: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(row).map(([k, v]) =>
        k.endsWith("At") && typeof v === "string"
          ? [k, new Date(`${v}Z`).toISOString().slice(0, -1)]
          : [k, v],
      ),
    );
  expect(
    previewed
      .map((a) => ({
        ...a,
        startedAt: text(a.startedAt),
        lastAt: text(a.lastAt),
        endedAt: text(a.endedAt),
        peakAt: text(a.peakAt),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  ).toEqual(
    expected
      .filter((a) => Number(a.seriesId) <= 27)
      .map(trimmed)
      .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)),
  );
}, 120_000);
