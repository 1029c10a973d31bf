import { setImmediate as breathe } from "node:timers/promises";
import { freshDatabase } from "@/lib/db/fresh-database";
import { shippedDetectors } from "@/lib/detect/defaults";
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
import { cpuSeconds } from "./cpu";

/** Every service has the golden three, with traffic gates, and two metrics of its own. */
const metrics = [golden.requests, golden.errors, golden.p95, "app.queue", "app.memory"];
const levels = [20, 0.003, 40, 100, 5e8];
const everyMs = 10_000;
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

export type PathSpeed = {
  series: number;
  windows: number;
  /** A second of CPU of this process: reading the stream, mapping, detection, gates, anomalies, state and checkpoints */
  pointsPerSec: number;
  /** By the clock; the database and whatever else the machine does share it */
  pointsPerClockSec: number;
  /** The bare detectors over the same points, the time it takes them as a share of the whole path's */
  foldShare: number;
  anomalies: number;
  bytesPerState: number;
};

/** Noise around a level, and now and then an incident of a service. */
function* windowsOf(ids: Int32Array, windows: number, start: number): Generator<SampleBatch> {
  let seed = 1;
  const random = () => {
    seed = nextRandom(seed);
    return uniform(seed);
  };
  const services = ids.length / metrics.length;
  const incident = new Int32Array(services);
  for (let w = 0; w < windows; w++) {
    const values = new Float64Array(ids.length);
    for (let s = 0; s < services; s++) {
      if (random() < 0.0005) incident[s] = 12;
      const left = (incident[s] ?? 0) - 1;
      incident[s] = left;
      const hurt = left > 0 ? 4 : 1;
      for (let m = 0; m < metrics.length; m++)
        values[s * metrics.length + m] = (levels[m] ?? 1) * (0.9 + 0.2 * random()) * hurt;
    }
    yield { ids, times: new Float64Array(ids.length).fill(start + w * everyMs), values };
  }
}

/**
 * The real session of the detect worker reads a stream of so many series from Postgres, in a fresh database on the server
 * of `serverUrl`, as after a stop: everything waits to be read.
 */
export async function wholePath(
  serverUrl: string,
  { series, windows }: { series: number; windows: number },
): Promise<PathSpeed> {
  const fresh = await freshDatabase(serverUrl);
  try {
    const { db } = fresh;
    const now = Date.now();
    const start = Math.floor(now / everyMs) * everyMs - windows * everyMs;
    await ensureDefaults(db, now);
    await db.prisma.$transaction((tx) =>
      insertDetector(tx, { ...own, managed: "user", note: "", author: "bench", now }),
    );
    const services = Math.ceil(series / metrics.length);
    const ids = new Int32Array(services * metrics.length);
    for (let s = 0; s < services; s += 2000) {
      const some = Array.from({ length: Math.min(2000, services - s) }, (_, i) =>
        metrics.map((metric) => ({ metric, tags: { service: `service-${s + i}` } })),
      ).flat();
      ids.set(await upsertSeries(db.pool, some), s * metrics.length);
    }
    const stream = postgresStream(db);
    for (const batch of windowsOf(ids, windows, start)) {
      const tx = await db.pool.connect();
      await tx.query("BEGIN");
      await stream.append(tx, samplesTopic, payloadsOf(batch, stream.partitions), now);
      await tx.query("COMMIT");
      tx.release();
    }
    await db.pool.query("VACUUM ANALYZE");
    await db.pool.query("CHECKPOINT");

    const points = ids.length * windows;
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
    await session.open();
    const clock = performance.now();
    const took = cpuSeconds();
    while ((await session.step()) || session.accepted.points < points || session.learning > 0)
      await breathe();
    await session.close();
    const cpu = took();
    const wall = (performance.now() - clock) / 1000;
    const { rows } = await db.pool.query<{ anomalies: number; bytes: number }>(
      `SELECT (SELECT count(*)::int FROM anomalies) AS anomalies,
         coalesce(avg(length(state)), 0)::float8 AS bytes FROM detector_states`,
    );
    return {
      series: ids.length,
      windows,
      pointsPerSec: Math.round(points / cpu),
      pointsPerClockSec: Math.round(points / wall),
      foldShare: Number((foldSeconds(ids, windows, start) / cpu).toFixed(2)),
      anomalies: rows[0]?.anomalies ?? 0,
      bytesPerState: Math.round(rows[0]?.bytes ?? 0),
    };
  } finally {
    await fresh.drop();
  }
}

/** CPU seconds of nothing but the detectors on these points, window by window. */
function foldSeconds(ids: Int32Array, windows: number, start: number): number {
  const settings = [...shippedDetectors.slice(0, 3), own, own].map((d) =>
    runSettings(d.id, 1, d.settings),
  );
  const folds = Array.from(ids, (_, i) => {
    const { detector, params } = settings[i % metrics.length] as (typeof settings)[number];
    return { detector, params, state: detector.init(params) };
  });
  const verdict = newVerdict();
  let seconds = 0;
  for (const { times, values } of windowsOf(ids, windows, start)) {
    const took = cpuSeconds();
    for (let i = 0; i < folds.length; i++) {
      const f = folds[i] as (typeof folds)[number];
      f.detector.step(f.state, times[i] as number, values[i] as number, f.params, verdict);
    }
    seconds += took();
  }
  return seconds;
}
