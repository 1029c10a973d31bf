import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { anomalyOf } from "@/lib/db/anomaly-of";
import { freshDatabase } from "@/lib/db/fresh-database";
import { counts, type DetectorSettings } from "@/lib/detect/model";
import { preview } from "@/lib/detect/preview";
import { createDetector, saveDetector } from "@/lib/detect/verbs";
import { readEnv } from "@/lib/env";
import { appendSamples } from "@/lib/ingest/accept-store";
import { upsertSeries } from "@/lib/ingest/series-store";
import { createLog } from "@/lib/log";
import { nextRandom, uniform } from "@/lib/math/random";
import type { Actor } from "@/lib/people/model";
import { backfillSamples, sampleWriter } from "@/lib/samples/store";
import { postgresStream } from "@/lib/stream/postgres";
import { perform } from "@/lib/verb";
import { startDetect } from "./detect";

// Two days of five detectors go through the real worker, which reads their history first.
vi.setConfig({ testTimeout: 120_000 });

const everyMs = 60_000;
const range = 2 * 1440;
const learned = 6 * 1440;
const start = Date.UTC(2026, 10, 20);
const from = start + learned * everyMs;
const now = from + range * everyMs;
const editor: Actor = { kind: "user", id: "u", name: "Mira", role: "editor" };
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now: from });
});
afterAll(() => fresh.drop());

let seed = 5;
const random = () => {
  seed = nextRandom(seed);
  return uniform(seed);
};
const times = Array.from({ length: learned + range }, (_, i) => start + i * everyMs);
const wave = (i: number) => 1 + 0.5 * Math.sin((2 * Math.PI * i) / 1440);
/** Requests with a night, and errors with incidents, of which one falls into a lull of traffic. */
const requests = times.map((_, i) =>
  i > learned + 1200 && i < learned + 1260 ? 0.1 : 20 * wave(i) * (0.9 + 0.2 * random()),
);
const errors = times.map((_, i) => {
  const k = i - learned;
  const incident = [300, 305, 700, 1220, 2000, 2600].some((a) => k >= a && k < a + 4);
  return Math.max(0, 0.01 * wave(i) * (0.8 + 0.4 * random()) + (incident ? 0.1 : 0));
});

const cases: Record<string, DetectorSettings> = {
  universal: {
    algorithm: "universal",
    params: { weakPerWeek: 20 },
    counts: counts.parse({
      direction: "above",
      m: 2,
      n: 3,
      minTraffic: { metric: "requests", atLeast: 1 },
    }),
    target: "metric = errors",
  },
  ewma: {
    algorithm: "ewma",
    params: {},
    counts: counts.parse({ minAbsolute: 0.001 }),
    target: "metric = errors",
  },
  "holt-winters": {
    algorithm: "holt-winters",
    params: {},
    counts: counts.parse({ n: 2, m: 2 }),
    target: "metric = requests",
  },
  cusum: { algorithm: "cusum", params: {}, counts: counts.parse({}), target: "metric = requests" },
  limits: {
    algorithm: "constant-threshold",
    params: { weakUpper: 0.05, strongUpper: 0.2 },
    counts: counts.parse({ closeAfter: 5 }),
    target: "metric = errors",
  },
};

test("the worker raises exactly what the preview of a version said, anomaly by anomaly", async () => {
  const { db } = fresh;
  const by = { db, actor: editor, now: from };
  const [requestsId = 0, errorsId = 0] = await upsertSeries(db.pool, [
    { metric: "requests", tags: { service: "pricing" } },
    { metric: "errors", tags: { service: "pricing" } },
  ]);
  const rows = (a: number, b: number) => ({
    ids: Int32Array.from({ length: 2 * (b - a) }, (_, k) => (k % 2 ? errorsId : requestsId)),
    times: Float64Array.from({ length: 2 * (b - a) }, (_, k) => times[a + (k >> 1)] ?? 0),
    values: Float64Array.from(
      { length: 2 * (b - a) },
      (_, k) => (k % 2 ? errors : requests)[a + (k >> 1)] ?? 0,
    ),
  });
  await backfillSamples(db.pool, [rows(0, learned)], { nowMs: from });

  // Another version is live first; the previewed one is saved over it, as a person does
  const told = new Map<string, ReturnType<typeof preview>["anomalies"]>();
  for (const [title, settings] of Object.entries(cases)) {
    const before = { ...settings, algorithm: "constant-threshold", params: { weakUpper: 1e9 } };
    const { id } = await perform(createDetector, by, { title, settings: before, trusted: true });
    const onErrors = settings.target.endsWith("errors");
    const shown = preview({
      settings,
      points: { times, values: onErrors ? errors : requests },
      from,
      traffic: settings.counts.minTraffic ? { times, values: requests } : null,
      series: {
        id: onErrors ? errorsId : requestsId,
        service: "pricing",
        metric: onErrors ? "errors" : "requests",
      },
      detectorId: id,
      version: 2,
    });
    const saved = await perform(saveDetector, by, { id, version: 1, settings, note: "Previewed" });
    expect(saved.version).toBe(2);
    told.set(id, shown.anomalies);
  }

  const stream = postgresStream(db);
  const role = await startDetect(
    {
      db,
      log: createLog("detect", "silent"),
      env: readEnv({ DATABASE_URL: fresh.url }),
      now: () => now,
    },
    { checkpointMs: 200 },
  );
  try {
    for (let i = learned; i < learned + range; i += 120) {
      const tx = await db.pool.connect();
      await tx.query("BEGIN");
      await appendSamples(
        { stream, samples: sampleWriter(db.pool) },
        tx,
        rows(i, i + 120),
        (times[i] ?? 0) + 120 * everyMs,
      );
      await tx.query("COMMIT");
      tx.release();
    }
    const last = new Date(times.at(-1) ?? 0);
    for (const end = Date.now() + 60_000; ; ) {
      const behind = await db.prisma.detectorState.count({
        where: { detectorId: { in: Object.keys(cases) }, upTo: last },
      });
      if (behind === Object.keys(cases).length) break;
      if (Date.now() > end) throw new Error("the worker did not get there");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await role.stop();
  }
  for (const [id, shown] of told) {
    const raised = await db.prisma.anomaly.findMany({
      where: { detectorId: id },
      orderBy: { startedAt: "asc" },
    });
    expect(raised.map(anomalyOf), id).toEqual(shown);
  }
  // A comparison of nothing with nothing would prove nothing
  expect(Object.fromEntries([...told].map(([id, a]) => [id, a.length > 0]))).toEqual({
    universal: true,
    ewma: true,
    "holt-winters": true,
    cusum: true,
    limits: true,
  });
  expect(told.get("limits")?.length).toBe(5);
});
