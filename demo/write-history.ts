import type { Db } from "@/lib/db/client";
import { golden, windowMs } from "@/lib/ingest/model";
import { upsertSeries } from "@/lib/ingest/series-store";
import { backfillSamples } from "@/lib/samples/store";
import { simulateHistory } from "@/lib/sim/history";
import { season } from "@/lib/sim/season";
import { smoothBuckets } from "@/lib/sim/smooth-buckets";
import { expectedErrorRatio, services, visits } from "./estate.mjs";

const minuteMs = 60_000;
const historyMs = 28 * 24 * 60 * minuteMs;
/** Whole windows that must have been measured before the fleet is known. */
const windowsWanted = 3;
const patienceMs = 180_000;
/** The fleet is warm when the gateway's mean latency of those windows differs by no more than this factor … */
const settledFactor = 1.3;
/** … or has had this long to become so. */
const settleMs = 90_000;
/** Up to here the golden signals are simulated, from here on live. */
const watermark = "simulated-history";

type Measured = {
  buckets: Map<string, number[]>;
  edgePerSecond: number;
  fromMs: number;
  at: number;
  settled: boolean;
};

/** Adds up what the services did in the last whole windows, not counting the first; null while there are too few. */
async function measure({ pool }: Db, now: number): Promise<Measured | null> {
  // Telemetry comes every 5 s: a window is whole when the next one has been over for a while.
  const { rows } = await pool.query<{
    service: string;
    start: Date;
    count: number;
    sumMs: number;
    buckets: number[][];
  }>(
    `SELECT service, start AT TIME ZONE 'UTC' AS start, sum(count) AS count, sum("sumMs") AS "sumMs",
            jsonb_agg(to_jsonb(buckets)) AS buckets
     FROM request_windows WHERE start <= to_timestamp($1) AT TIME ZONE 'UTC' GROUP BY 1, 2 ORDER BY 2`,
    [(now - 2 * windowMs) / 1000],
  );
  const names = services.map((s) => s.name);
  const starts = [...new Set(rows.map((r) => r.start.getTime()))].sort((a, b) => a - b);
  const whole = starts.slice(1).slice(-windowsWanted);
  const heard = new Set(
    rows.filter((r) => whole.includes(r.start.getTime())).map((r) => r.service),
  );
  if (whole.length < windowsWanted || names.some((name) => !heard.has(name))) return null;
  const buckets = new Map<string, number[]>();
  const edgeMeans: number[] = [];
  let edge = 0;
  for (const row of rows) {
    if (!whole.includes(row.start.getTime())) continue;
    if (row.service === "gateway") {
      edge += row.count;
      edgeMeans.push(row.sumMs / row.count);
    }
    const sum = buckets.get(row.service) ?? [];
    for (const instance of row.buckets)
      for (const [i, n] of instance.entries()) sum[i] = (sum[i] ?? 0) + n;
    buckets.set(row.service, sum);
  }
  return {
    buckets,
    edgePerSecond: edge / ((whole.length * windowMs) / 1000),
    fromMs: starts[0] ?? now,
    at: whole[Math.floor(whole.length / 2)] ?? now,
    settled: Math.max(...edgeMeans) <= settledFactor * Math.min(...edgeMeans),
  };
}

/**
 * Writes four weeks of golden signals as they would have been, so that detectors know the season: waits until the running fleet has
 * been measured, then simulates. Does nothing when it has been done before. Resolves to what it did, in a sentence; throws when no
 * telemetry arrives within three minutes.
 */
export async function writeHistory(db: Db): Promise<string> {
  if (await db.prisma.watermark.findUnique({ where: { name: watermark } }))
    return "The history is there already.";
  const began = Date.now();
  let measured = await measure(db, Date.now());
  while (!measured || !(measured.settled || Date.now() - measured.fromMs > settleMs)) {
    if (Date.now() - began > patienceMs)
      throw new Error("The fleet's telemetry does not arrive: no history was written.");
    await new Promise((resolve) => setTimeout(resolve, 500));
    measured = await measure(db, Date.now());
  }

  const started = Date.now();
  const upTo = Math.floor(measured.fromMs / minuteMs) * minuteMs;
  const history = simulateHistory({
    profiles: services.map(({ name }) => ({
      service: name,
      errorRatio: expectedErrorRatio(name),
      latency: smoothBuckets(measured.buckets.get(name) ?? []),
    })),
    visits: visits.map(({ share, requests }) => ({
      perSecond: (share * measured.edgePerSecond) / season(measured.at),
      requests,
    })),
    fromMs: upTo - historyMs,
    toMs: upTo,
    stepMs: minuteMs,
    seed: 7,
  });
  let points = 0;
  for (const { service, times, values } of history) {
    const metrics = [...values.keys()];
    const ids = await upsertSeries(
      db.pool,
      metrics.map((metric) => ({ metric, tags: { service }, unit: unitOf(metric) })),
      { origin: "simulated" },
    );
    await db.prisma.series.updateMany({
      where: { id: { in: ids } },
      data: { origin: "simulated" },
    });
    points += await backfillSamples(
      db.pool,
      dayByDay(
        times,
        metrics.map((m) => values.get(m) ?? new Float64Array()),
        ids,
      ),
      { nowMs: Date.now() },
    );
  }
  await db.prisma.watermark.create({ data: { name: watermark, upTo: new Date(upTo) } });
  return `${points} points of history in ${((Date.now() - started) / 1000).toFixed(1)} s, from ${measured.edgePerSecond.toFixed(1)} visits/s now.`;
}

const unitOf = (metric: string) =>
  metric === golden.requests ? "req/s" : metric === golden.errors ? "1" : "ms";

/** The columns of several series as batches of one day each, so that each goes into one partition. */
function* dayByDay(times: Float64Array, columns: Float64Array[], ids: number[]) {
  const perDay = 24 * 60;
  for (let from = 0; from < times.length; from += perDay) {
    const part = times.subarray(from, from + perDay);
    const rows = part.length * ids.length;
    const batch = {
      ids: new Int32Array(rows),
      times: new Float64Array(rows),
      values: new Float64Array(rows),
    };
    let row = 0;
    for (const [s, id] of ids.entries())
      for (let i = 0; i < part.length; i++, row++) {
        batch.ids[row] = id;
        batch.times[row] = part[i] ?? 0;
        batch.values[row] = columns[s]?.[from + i] ?? Number.NaN;
      }
    yield batch;
  }
}
