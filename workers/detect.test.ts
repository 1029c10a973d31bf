import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { detectLag } from "@/lib/detect/lag-store";
import { readEnv } from "@/lib/env";
import { appendSamples } from "@/lib/ingest/accept-store";
import { golden } from "@/lib/ingest/model";
import { upsertSeries } from "@/lib/ingest/series-store";
import { createLog } from "@/lib/log";
import { backfillSamples, sampleWriter } from "@/lib/samples/store";
import { postgresStream } from "@/lib/stream/postgres";
import type { SampleBatch } from "@/lib/stream/sample-batch";
import { startDetect } from "./detect";

const now = Date.UTC(2026, 10, 22, 12);
const windowMs = 10_000;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());

const batch = (rows: [id: number, time: number, value: number][]): SampleBatch => ({
  ids: Int32Array.from(rows, (r) => r[0]),
  times: Float64Array.from(rows, (r) => r[1]),
  values: Float64Array.from(rows, (r) => r[2]),
});

async function send(rows: [number, number, number][], at: number) {
  const { db } = fresh;
  const stream = postgresStream(db);
  const tx = await db.pool.connect();
  await tx.query("BEGIN");
  await appendSamples({ stream, samples: sampleWriter(db.pool) }, tx, batch(rows), at);
  await tx.query("COMMIT");
  tx.release();
}

async function until<T>(look: () => Promise<T | false | undefined | null>): Promise<T> {
  for (const end = Date.now() + 15_000; ; ) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error("it did not come");
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

const worker = () =>
  startDetect({
    db: fresh.db,
    log: createLog("detect", "warn"),
    env: readEnv({ DATABASE_URL: fresh.url }),
    now: () => now + 86_400_000,
  });

const anomalies = async () =>
  (await fresh.db.pool.query('SELECT * FROM anomalies ORDER BY "startedAt", id')).rows;

test("errors of a service with a history become one anomaly that opens, grows and closes", async () => {
  const { db } = fresh;
  const [requests = 0, errors = 0] = await upsertSeries(db.pool, [
    { metric: golden.requests, tags: { service: "pricing" } },
    { metric: golden.errors, tags: { service: "pricing" } },
  ]);
  const noise = (i: number) => ((i * 7919) % 101) / 101;
  const at = (i: number) => now + i * windowMs;
  const history: [number, number, number][] = [];
  for (let i = -3000; i < 0; i++)
    history.push([requests, at(i), 20 + noise(i + 3000)], [errors, at(i), 0.002 * noise(i + 3000)]);
  await backfillSamples(db.pool, [batch(history)], { nowMs: now });

  const role = await worker();
  try {
    for (let i = 0; i < 30; i++)
      await send(
        [
          [requests, at(i), 20 + noise(i)],
          [errors, at(i), i >= 10 && i < 20 ? 0.3 : 0.001],
        ],
        at(i),
      );
    const [found] = await until(async () => {
      const rows = await anomalies();
      return rows.length > 0 && rows.every((r) => r.endedAt) && rows;
    });
    expect(found).toMatchObject({
      id: `golden-errors.${errors}.${at(10).toString(36)}`,
      service: "pricing",
      metric: golden.errors,
      level: "STRONG",
      direction: "above",
      points: 10,
      peakValue: 0.3,
    });
    const ms = (s: string) =>
      until(
        async () =>
          (
            await db.pool.query(
              `SELECT (extract(epoch FROM "${s}") * 1000)::float8 AS ms FROM anomalies`,
            )
          ).rows[0]?.ms,
      );
    expect(await ms("startedAt")).toBe(at(10));
    expect(await ms("lastAt")).toBe(at(19));
    expect(await ms("endedAt")).toBe(at(20));
    expect(await anomalies()).toHaveLength(1);
    const jobs = await db.pool.query(
      "SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'situate'",
    );
    expect(jobs.rowCount).toBe(1);
    await until(async () => {
      const lag = await detectLag(db, now);
      return lag.records === 0 && lag.behindMs === 0 && lag.seenAt !== null;
    });
  } finally {
    await role.stop();
  }
});
