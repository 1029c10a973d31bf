import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { detectLag } from "@/lib/detect/lag-store";
import { counts, type DetectorSettings } from "@/lib/detect/model";
import { createDetector, enableDetector, saveDetector } from "@/lib/detect/verbs";
import { readEnv } from "@/lib/env";
import { appendSamples } from "@/lib/ingest/accept-store";
import { golden } from "@/lib/ingest/model";
import { upsertSeries } from "@/lib/ingest/series-store";
import { createLog } from "@/lib/log";
import type { Actor } from "@/lib/people/model";
import { backfillSamples, sampleWriter } from "@/lib/samples/store";
import { postgresStream } from "@/lib/stream/postgres";
import type { SampleBatch } from "@/lib/stream/sample-batch";
import { perform } from "@/lib/verb";
import { startDetect } from "./detect";

// Real time passes while a worker starts, waits its turn and comes back; a busy machine needs more of it.
vi.setConfig({ testTimeout: 60_000 });

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

/** A sender tries again when its connection was cut, as ingest's peers do; what arrived twice counts once. */
async function send(rows: [number, number, number][], at: number, tries = 5): Promise<void> {
  const { db } = fresh;
  const stream = postgresStream(db);
  const tx = await db.pool.connect();
  try {
    await tx.query("BEGIN");
    await appendSamples({ stream, samples: sampleWriter(db.pool) }, tx, batch(rows), at);
    await tx.query("COMMIT");
    tx.release();
  } catch (error) {
    tx.release(true);
    if (tries === 1) throw error;
    await send(rows, at, tries - 1);
  }
}

async function until<T>(look: () => Promise<T | false | 0 | undefined | null>): Promise<T> {
  for (const end = Date.now() + 30_000; ; ) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error("it did not come");
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

const worker = () =>
  startDetect({
    db: fresh.db,
    log: createLog("detect", "silent"),
    env: readEnv({ DATABASE_URL: fresh.url }),
    now: () => now + 86_400_000,
  });

type Found = {
  id: string;
  seriesId: number;
  detectorVersion: number;
  from: number;
  to: number;
  ended: number | null;
  points: number;
};
const anomaliesOf = async (seriesId: number): Promise<Found[]> => {
  const ms = (c: string) => `(extract(epoch FROM "${c}") * 1000)::float8`;
  const { rows } = await fresh.db.pool.query(
    `SELECT *, ${ms("startedAt")} AS "from", ${ms("lastAt")} AS "to", ${ms("endedAt")} AS ended
     FROM anomalies WHERE "seriesId" = $1 ORDER BY "startedAt"`,
    [seriesId],
  );
  return rows;
};
const at = (i: number) => now + i * windowMs;
const editor: Actor = { kind: "user", id: "u", name: "Mira", role: "editor" };
const by = () => ({ db: fresh.db, actor: editor, now });
const limits = (metric: string, weakUpper: number): DetectorSettings => ({
  algorithm: "constant-threshold",
  params: { weakUpper, strongUpper: 10 * weakUpper },
  counts: counts.parse({ closeAfter: 2 }),
  target: `metric = ${metric}`,
});
/** How many pairs of a detector are saved in a version. */
const trained = async (id: string, version: number) =>
  fresh.db.prisma.detectorState.count({ where: { detectorId: id, version } });
const newSeries = async (metric: string) =>
  (await upsertSeries(fresh.db.pool, [{ metric, tags: {} }]))[0] ?? 0;

test("errors of a service with a history become one anomaly that opens, grows and closes", async () => {
  const { db } = fresh;
  const [requests = 0, errors = 0] = await upsertSeries(db.pool, [
    { metric: golden.requests, tags: { service: "pricing" } },
    { metric: golden.errors, tags: { service: "pricing" } },
  ]);
  const noise = (i: number) => ((i * 7919) % 101) / 101;
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
    const found = await until(async () => {
      const rows = await anomaliesOf(errors);
      return rows.length > 0 && rows.every((r) => r.ended) && rows;
    });
    expect(found).toMatchObject([
      {
        id: `golden-errors.${errors}.${at(10).toString(36)}`,
        service: "pricing",
        metric: golden.errors,
        level: "STRONG",
        direction: "above",
        from: at(10),
        to: at(19),
        ended: at(20),
        points: 10,
        peakValue: 0.3,
      },
    ]);
    expect(await anomaliesOf(requests)).toEqual([]);
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

test("edits take effect without a restart, and an open anomaly goes on through a new version", async () => {
  const id = await newSeries("queue");
  const role = await worker();
  try {
    await send([[id, at(0), 1]], at(0));
    // Made while the worker runs and the series is there already
    const made = await perform(createDetector, by(), {
      title: "Queue",
      settings: limits("queue", 5),
    });
    for (let n = 1; (await trained(made.id, 1)) === 0; n++) {
      if (n > 2000) throw new Error("the new detector was not picked up");
      await send([[id, at(1) + n, 1]], at(1));
    }
    for (let i = 2; i < 5; i++) await send([[id, at(i), 8]], at(i));
    await until(async () => (await anomaliesOf(id))[0]?.points === 3);

    await perform(saveDetector, by(), { id: made.id, version: 1, settings: limits("queue", 6) });
    await until(async () => (await trained(made.id, 2)) === 1);
    for (const [i, v] of [8, 5.5, 5.5, 1, 7, 1, 1].entries())
      await send([[id, at(5 + i), v]], at(5 + i));
    const both = await until(async () => {
      const rows = await anomaliesOf(id);
      return rows.length === 2 && rows.every((r) => r.ended) && rows;
    });
    expect(both.map((a) => [a.detectorVersion, a.from, a.to, a.ended, a.points])).toEqual([
      [1, at(2), at(5), at(6), 4],
      [2, at(9), at(9), at(10), 1],
    ]);

    await send([[id, at(12), 9]], at(12));
    await until(async () => (await anomaliesOf(id)).length === 3);
    await perform(enableDetector, by(), { id: made.id, enabled: false });
    await until(async () => (await trained(made.id, 2)) === 0);
    expect((await anomaliesOf(id))[2]).toMatchObject({ from: at(12), ended: at(12) });
    await send([[id, at(13), 9]], at(13));
    await perform(enableDetector, by(), { id: made.id, enabled: true });
    await send([[id, at(14), 9]], at(14));
    await until(async () => {
      const last = (await anomaliesOf(id))[3];
      return last?.from === at(14) || last?.from === at(13);
    });
  } finally {
    await role.stop();
  }
});

test("the anomaly of a series that falls silent ends when time has gone on for the others", async () => {
  const [silent, other] = [await newSeries("quiet"), await newSeries("lively")];
  const settings = { ...limits("quiet", 5), target: "metric = quiet OR metric = lively" };
  await perform(createDetector, by(), { title: "Silence", settings });
  const role = await worker();
  try {
    for (let i = 0; i < 3; i++)
      await send(
        [
          [silent, at(i), 9],
          [other, at(i), 1],
        ],
        at(i),
      );
    await until(async () => (await anomaliesOf(silent))[0]?.points === 3);
    for (let i = 3; i < 40; i += 3) await send([[other, at(i), 1]], at(i));
    const ended = await until(async () => {
      const [row] = await anomaliesOf(silent);
      return row?.ended && row;
    });
    expect([ended.from, ended.to, ended.ended]).toEqual([at(0), at(2), at(2)]);
  } finally {
    await role.stop();
  }
});

test("a second worker waits, and goes on where the first one stopped", async () => {
  const id = await newSeries("handover");
  await perform(createDetector, by(), { title: "Handover", settings: limits("handover", 5) });
  const first = await worker();
  const second = await worker();
  try {
    for (let i = 0; i < 5; i++) await send([[id, at(i), i < 2 ? 1 : 9]], at(i));
    await until(async () => (await anomaliesOf(id))[0]?.points === 3);
    await first.stop();
    for (let i = 5; i < 9; i++) await send([[id, at(i), i < 7 ? 9 : 1]], at(i));
    const [row] = await until(async () => {
      const rows = await anomaliesOf(id);
      return rows[0]?.ended && rows;
    });
    expect(row).toMatchObject({ from: at(2), to: at(6), ended: at(7), points: 5 });
  } finally {
    await second.stop();
    await first.stop();
  }
});

test("when all connections break, the worker starts again from its checkpoint and misses nothing", async () => {
  const id = await newSeries("broken");
  await perform(createDetector, by(), { title: "Broken", settings: limits("broken", 5) });
  const role = await worker();
  try {
    for (let i = 0; i < 5; i++) await send([[id, at(i), i < 2 ? 1 : 9]], at(i));
    await until(async () => (await anomaliesOf(id))[0]?.points === 3);
    await fresh.db.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    for (let i = 5; i < 9; i++) await send([[id, at(i), i < 7 ? 9 : 1]], at(i));
    const [row] = await until(async () => {
      const rows = await anomaliesOf(id);
      return rows[0]?.ended && rows;
    });
    expect(row).toMatchObject({ from: at(2), to: at(6), ended: at(7), points: 5 });
  } finally {
    await role.stop();
  }
});
