/**
 * Points per second on one core through mapping, detection, gates and checkpointing: the real session of the detect
 * worker reads a stream of 10,000 series from Postgres, in a fresh database. Beside it, in the same run: the bare fold
 * of the same detectors over the same points, and the engine without a database.
 *
 *   npm run bench:detect [-- --series 10000] [--windows 200] [--json]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { parseArgs } from "node:util";
import { freshDatabase } from "@/lib/db/fresh-database";
import { shippedDetectors } from "@/lib/detect/defaults";
import { Engine } from "@/lib/detect/engine";
import { counts, newVerdict } from "@/lib/detect/model";
import { runSettings } from "@/lib/detect/run-settings";
import { ensureDefaults, insertDetector } from "@/lib/detect/store";
import { readEnv } from "@/lib/env";
import { golden } from "@/lib/ingest/model";
import { upsertSeries } from "@/lib/ingest/series-store";
import { createLog } from "@/lib/log";
import { nextRandom, uniform } from "@/lib/math/random";
import { postgresStream } from "@/lib/stream/postgres";
import { payloadsOf, type SampleBatch } from "@/lib/stream/sample-batch";
import { samplesTopic } from "@/lib/stream/stream";
import { DetectSession, usualCheckpointMs } from "@/workers/detect/session";
import { machine, today } from "./machine";

const { values: options } = parseArgs({
  options: {
    series: { type: "string", default: "10000" },
    windows: { type: "string", default: "200" },
    json: { type: "boolean", default: false },
  },
});
const windows = Number(options.windows);
/** Every service has the golden three, with traffic gates, and two metrics of its own. */
const metrics = [golden.requests, golden.errors, golden.p95, "app.queue", "app.memory"];
const services = Math.ceil(Number(options.series) / metrics.length);
const seriesCount = services * metrics.length;
const everyMs = 10_000;
const start = Math.floor(Date.now() / everyMs) * everyMs - windows * everyMs;
const own = {
  id: "bench",
  title: "Unusual value of the application",
  settings: {
    algorithm: "ewma",
    params: {},
    counts: counts.parse({ m: 2, n: 3, minRelative: 0.2 }),
    target: "metric = app.* AND NOT canary",
  },
};

let seed = 1;
const random = () => {
  seed = nextRandom(seed);
  return uniform(seed);
};
const levels = [20, 0.003, 40, 100, 5e8];

/** One window of every series: noise around a level, and now and then an incident of a service. */
const incident = new Int32Array(services);
function windowOf(w: number, ids: Int32Array): SampleBatch {
  const values = new Float64Array(ids.length);
  for (let s = 0; s < services; s++) {
    if (random() < 0.0005) incident[s] = 12;
    const left = (incident[s] ?? 0) - 1;
    incident[s] = left;
    const hurt = left > 0 ? 4 : 1;
    for (let m = 0; m < metrics.length; m++)
      values[s * metrics.length + m] = (levels[m] ?? 1) * (0.9 + 0.2 * random()) * hurt;
  }
  return { ids, times: new Float64Array(ids.length).fill(start + w * everyMs), values };
}

/** Seconds on the clock and of this process's CPU since the call: other work on the machine moves only the first. */
function watch(): () => { wall: number; cpu: number } {
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpuFrom);
    return { wall: (performance.now() - from) / 1000, cpu: (user + system) / 1e6 };
  };
}
const say = (line: string) => {
  if (!options.json) console.log(line);
};

const fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
try {
  const { db } = fresh;
  const now = Date.now();
  await ensureDefaults(db, now);
  await db.prisma.$transaction((tx) =>
    insertDetector(tx, { ...own, managed: "user", note: "", author: "bench", now }),
  );
  const defs = Array.from({ length: services }, (_, s) =>
    metrics.map((metric) => ({ metric, tags: { service: `service-${s}` } })),
  ).flat();
  const ids = Int32Array.from(await upsertSeries(db.pool, defs));
  const stream = postgresStream(db);
  const batches: SampleBatch[] = [];
  for (let w = 0; w < windows; w++) batches.push(windowOf(w, ids));
  for (const batch of batches) {
    const tx = await db.pool.connect();
    await tx.query("BEGIN");
    await stream.append(tx, samplesTopic, payloadsOf(batch, stream.partitions), now);
    await tx.query("COMMIT");
    tx.release();
  }
  await db.pool.query("VACUUM ANALYZE");
  await db.pool.query("CHECKPOINT");
  say(`${seriesCount} series, ${windows} windows, ${seriesCount * windows} points in the stream`);

  // The whole path, as the worker runs it
  const session = new DetectSession(
    {
      db,
      env: readEnv({ DATABASE_URL: fresh.url }),
      log: createLog("bench", "warn"),
      now: Date.now,
    },
    stream,
    () => undefined,
    usualCheckpointMs,
  );
  const wholeWatch = watch();
  await session.open();
  const { accepted } = session;
  while ((await session.step()) || accepted.points < seriesCount * windows || session.learning > 0)
    await breathe();
  await session.close();
  const whole = wholeWatch();
  const points = seriesCount * windows;
  const { rows } = await db.pool.query<{ anomalies: number; states: number; bytes: number }>(
    `SELECT (SELECT count(*)::int FROM anomalies) AS anomalies, count(*)::int AS states,
       coalesce(sum(length(state)), 0)::float8 AS bytes FROM detector_states`,
  );

  // The same engine in memory: mapping, detection and gates without stream and checkpoints
  const definitions = [...shippedDetectors, own].map(({ id, settings }) => ({
    settings: runSettings(id, 1, settings),
    target: settings.target,
  }));
  const engineWatch = watch();
  const engine = new Engine([0]);
  engine.define(definitions);
  engine.addSeries(
    defs.map((d, i) => ({ ...d, id: ids[i] as number, service: d.tags.service as string })),
  );
  for (const [w, batch] of batches.entries()) {
    engine.accept(batch, 0, w + 1);
    for (const t of engine.takeTrainings()) t.slot.takeOver(t, t.slot.newRun(t.settings));
  }
  const bare = engineWatch();

  // Nothing but the detectors
  const folds = ids.map((_, i) => i);
  const parts = [...folds].map((i) => {
    const { detector, params } = definitions[Math.min(i % metrics.length, 3)]?.settings ?? {};
    if (!detector) throw new Error("every series has a detector");
    return { detector, params, state: detector.init(params) };
  });
  const verdict = newVerdict();
  const foldWatch = watch();
  for (const { times, values } of batches)
    for (let i = 0; i < parts.length; i++) {
      const p = parts[i] as (typeof parts)[number];
      p.detector.step(p.state, times[i] as number, values[i] as number, p.params, verdict);
    }
  const fold = foldWatch();

  const perSec = (s: number) => Math.round(points / s);
  const result = {
    series: seriesCount,
    pointsPerSec: perSec(whole.wall),
    pointsPerCpuSec: perSec(whole.cpu),
    points,
    seconds: Number(whole.wall.toFixed(2)),
    cpuMicrosPerPoint: Number(((1e6 * whole.cpu) / points).toFixed(3)),
    enginePointsPerCpuSec: perSec(bare.cpu),
    foldPointsPerCpuSec: perSec(fold.cpu),
    /** How much of the CPU time is the detectors' own arithmetic */
    ratioToFold: Number((fold.cpu / whole.cpu).toFixed(3)),
    load: Number((os.loadavg()[0] ?? 0).toFixed(1)),
    anomalies: rows[0]?.anomalies ?? 0,
    states: rows[0]?.states ?? 0,
    bytesPerState: Math.round((rows[0]?.bytes ?? 0) / Math.max(1, rows[0]?.states ?? 1)),
    machine: machine(),
    date: today(),
  };
  const dir = path.join(import.meta.dirname, "results");
  mkdirSync(dir, { recursive: true });
  writeFileSync(
    path.join(dir, `detect-${result.date}.json`),
    `${JSON.stringify(result, null, 2)}\n`,
  );
  const n = (x: number) => x.toLocaleString("en").padStart(11);
  say(`whole path  ${n(result.pointsPerSec)} points/s, ${n(result.pointsPerCpuSec)} a CPU second`);
  say(
    `engine      ${n(result.enginePointsPerCpuSec)} a CPU second, without stream and checkpoints`,
  );
  say(
    `bare fold   ${n(result.foldPointsPerCpuSec)} a CPU second (${result.ratioToFold} of the time)`,
  );
  say(`${result.anomalies} anomalies, ${result.states} states of ${result.bytesPerState} bytes`);
  if (options.json) console.log(JSON.stringify(result));
} finally {
  await fresh.drop();
}
