import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { ensurePartitions, partitioned } from "@/lib/db/partitions";
import { pickSamples, type SampleBatch } from "@/lib/stream/sample-batch";
import { decodeCopyRows, encodeCopyRows } from "./copy-rows";

const dayMs = 86_400_000;
/** Samples older than this are refused; their partitions are dropped. */
export const sampleRetentionMs = partitioned.samples * dayMs;
/** How far the sender's clock may run ahead of ours. */
export const maxAheadMs = 10 * 60_000;

/** Why samples were not written: `duplicates` were there already, `notFinite` are NaN (a gap is no sample) or infinite. */
export type Refused = { tooOld: number; tooNew: number; notFinite: number; duplicates: number };
export type SampleWriter = {
  /**
   * Writes what is new in a batch within the caller's transaction: idempotent on (series, time), the first value stays.
   * `written` holds exactly the rows added, so that what is told twice reaches the stream once.
   */
  write(
    tx: pg.PoolClient,
    batch: SampleBatch,
    nowMs: number,
  ): Promise<{ written: SampleBatch; refused: Refused }>;
};

/** After a batch that held duplicates, so many batches take the path that expects them: retries come in crowds. */
const carefulBatches = 20;

/** A writer of samples. It remembers which days have a partition; the partitions themselves are made through `pool`. */
export function sampleWriter(pool: pg.Pool): SampleWriter {
  const days = new Set<number>();
  let careful = 0;

  const makeDays = async (batch: SampleBatch) => {
    let lastDay = Number.NaN;
    for (const time of batch.times) {
      const day = Math.floor(time / dayMs);
      if (day === lastDay || days.has(day)) continue;
      await makeDay(pool, day);
      days.add(day);
      lastDay = day;
    }
  };

  return {
    async write(tx, batch, nowMs) {
      const { rows, refused } = acceptable(batch, nowMs);
      if (rows.length === 0) return { written: pickSamples(batch, []), refused };
      const accepted = rows.length === batch.ids.length ? batch : pickSamples(batch, rows);
      try {
        await makeDays(accepted);
        if (careful > 0) careful--;
        else if (await copyAll(tx, accepted)) return { written: accepted, refused };
        else careful = carefulBatches;
        const written = await copyNew(tx, accepted);
        refused.duplicates = accepted.ids.length - written.ids.length;
        return { written, refused };
      } catch (error) {
        // A partition may have gone since: look again next time.
        days.clear();
        throw error;
      }
    },
  };
}

function acceptable({ times, values }: SampleBatch, nowMs: number) {
  const refused: Refused = { tooOld: 0, tooNew: 0, notFinite: 0, duplicates: 0 };
  const oldest = nowMs - sampleRetentionMs;
  const newest = nowMs + maxAheadMs;
  const rows: number[] = [];
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    // Written so that a time that is no number counts as too old.
    if (!(time >= oldest)) refused.tooOld++;
    else if (time > newest) refused.tooNew++;
    else if (!Number.isFinite(values[i])) refused.notFinite++;
    else rows.push(i);
  }
  return { rows, refused };
}

/** CREATE TABLE IF NOT EXISTS still fails when two processes make the same table at once; the other has made it then. */
async function makeDay(pool: pg.Pool, day: number): Promise<void> {
  try {
    await ensurePartitions(pool, "samples", day * dayMs, day * dayMs);
  } catch (error) {
    if (!["23505", "42P07"].includes(String((error as { code?: unknown }).code))) throw error;
  }
}

/** COPY straight into the table: the fastest way, which one duplicate undoes whole. True when all rows went in. */
async function copyAll(tx: pg.PoolClient, batch: SampleBatch): Promise<boolean> {
  await tx.query("SAVEPOINT samples");
  try {
    await copyInto(tx, "samples", batch);
    await tx.query("RELEASE SAVEPOINT samples");
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "23505") throw error;
    await tx.query("ROLLBACK TO SAVEPOINT samples");
    await tx.query("RELEASE SAVEPOINT samples");
    return false;
  }
}

/** COPY into a temporary table and from there what is not in the table yet. Returns the rows added. */
async function copyNew(tx: pg.PoolClient, batch: SampleBatch): Promise<SampleBatch> {
  await tx.query(
    "CREATE TEMP TABLE IF NOT EXISTS incoming_samples (row int GENERATED ALWAYS AS IDENTITY, series_id int, time timestamptz, value float8)",
  );
  await tx.query("TRUNCATE incoming_samples RESTART IDENTITY");
  await copyInto(tx, "incoming_samples", batch);
  const { rows } = await tx.query<{ row: number }>(
    `WITH added AS (
       INSERT INTO samples SELECT series_id, time, value FROM incoming_samples ORDER BY row
       ON CONFLICT DO NOTHING RETURNING series_id, time)
     SELECT min(i.row) AS row FROM incoming_samples i JOIN added USING (series_id, time)
     GROUP BY series_id, time ORDER BY 1`,
  );
  return pickSamples(
    batch,
    rows.map((r) => r.row - 1),
  );
}

async function copyInto(tx: pg.PoolClient, table: string, batch: SampleBatch): Promise<void> {
  const stream = tx.query(
    copyFrom(`COPY ${table} (series_id, time, value) FROM STDIN (FORMAT binary)`),
  );
  await new Promise<void>((resolve, reject) => {
    stream.on("error", reject);
    stream.on("finish", resolve);
    stream.end(encodeCopyRows(batch));
  });
}

/** Points of one series in the order of time; times in epoch ms. */
export type Points = { times: number[]; values: number[] };

const seconds = (ms: number) => `to_timestamp(${Number(ms) / 1000})`;
const idList = (ids: readonly number[]) => `'{${ids.map((id) => Math.trunc(id)).join(",")}}'`;

/** All points of some series with `fromMs <= time < toMs`; every series asked for is in the answer, in time order. */
export async function readSamples(
  pool: pg.Pool,
  ids: readonly number[],
  fromMs: number,
  toMs: number,
): Promise<Map<number, Points>> {
  return readRows(
    pool,
    ids,
    `SELECT series_id, time, value FROM samples
     WHERE series_id = ANY (${idList(ids)}) AND time >= ${seconds(fromMs)} AND time < ${seconds(toMs)}
     ORDER BY series_id, time`,
  );
}

/**
 * The same thinned for a chart: the range is cut into `buckets` equal parts, and of each the lowest and the highest
 * point stay, at their own times. So no peak is lost and a series has at most 2 × buckets points; a part without
 * points stays empty.
 */
export async function readDownsampled(
  pool: pg.Pool,
  ids: readonly number[],
  fromMs: number,
  toMs: number,
  buckets: number,
): Promise<Map<number, Points>> {
  const width = Math.max(1, (toMs - fromMs) / Math.max(1, buckets));
  return readRows(
    pool,
    ids,
    `WITH points AS MATERIALIZED (
       SELECT series_id, date_bin('${width} milliseconds', time, ${seconds(fromMs)}) AS bucket, time, value FROM samples
       WHERE series_id = ANY (${idList(ids)}) AND time >= ${seconds(fromMs)} AND time < ${seconds(toMs)}
     ), extremes AS (
       SELECT series_id, bucket, min(value) AS lowest, max(value) AS highest FROM points GROUP BY 1, 2
     )
     SELECT p.series_id, min(p.time) AS time, p.value FROM points p JOIN extremes e USING (series_id, bucket)
     WHERE p.value IN (e.lowest, e.highest) GROUP BY p.series_id, p.bucket, p.value ORDER BY 1, 2`,
  );
}

/** The last point of each series since `fromMs`; series without one are empty. */
export async function readLatest(
  pool: pg.Pool,
  ids: readonly number[],
  fromMs: number,
): Promise<Map<number, Points>> {
  return readRows(
    pool,
    ids,
    `SELECT DISTINCT ON (series_id) series_id, time, value FROM samples
     WHERE series_id = ANY (${idList(ids)}) AND time >= ${seconds(fromMs)} ORDER BY series_id, time DESC`,
  );
}

async function readRows(
  pool: pg.Pool,
  ids: readonly number[],
  sql: string,
): Promise<Map<number, Points>> {
  const points = new Map<number, Points>(ids.map((id) => [id, { times: [], values: [] }]));
  if (ids.length === 0) return points;
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const chunks: Buffer[] = [];
    const stream = client.query(copyTo(`COPY (${sql}) TO STDOUT (FORMAT binary)`));
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const rows = decodeCopyRows(Buffer.concat(chunks));
    for (let i = 0; i < rows.ids.length; i++) {
      const of = points.get(rows.ids[i] as number);
      of?.times.push(rows.times[i] as number);
      of?.values.push(rows.values[i] as number);
    }
    return points;
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Writes history (1–2 million points): idempotent, in transactions of `chunk` rows, and not into the stream.
 * Times must lie within the retention. Returns how many points were new.
 */
export async function backfillSamples(
  pool: pg.Pool,
  batches: Iterable<SampleBatch> | AsyncIterable<SampleBatch>,
  { nowMs, chunk = 50_000 }: { nowMs: number; chunk?: number },
): Promise<number> {
  const writer = sampleWriter(pool);
  let written = 0;
  for await (const batch of batches)
    for (let i = 0; i < batch.ids.length; i += chunk) {
      const part = {
        ids: batch.ids.subarray(i, i + chunk),
        times: batch.times.subarray(i, i + chunk),
        values: batch.values.subarray(i, i + chunk),
      };
      const tx = await pool.connect();
      try {
        await tx.query("BEGIN");
        const result = await writer.write(tx, part, nowMs);
        await tx.query("COMMIT");
        written += result.written.ids.length;
        tx.release();
      } catch (error) {
        tx.release(error as Error);
        throw error;
      }
    }
  return written;
}
