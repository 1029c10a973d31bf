import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import type { SampleBatch } from "@/lib/stream/sample-batch";
import { decodeCopyRows, encodeCopyRows } from "./copy-rows";
import { backfillSamples, readDownsampled, readSamples, sampleWriter } from "./store";

const now = Date.UTC(2026, 10, 22, 12);
const day = 86_400_000;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());

const batch = (...rows: [id: number, time: number, value: number][]): SampleBatch => ({
  ids: Int32Array.from(rows, (r) => r[0]),
  times: Float64Array.from(rows, (r) => r[1]),
  values: Float64Array.from(rows, (r) => r[2]),
});

async function write(writer: ReturnType<typeof sampleWriter>, b: SampleBatch, end = "COMMIT") {
  const tx = await fresh.db.pool.connect();
  try {
    await tx.query("BEGIN");
    const result = await writer.write(tx, b, now);
    await tx.query(end);
    return result;
  } finally {
    tx.release();
  }
}

test("rows survive the binary format, also before 2000 and far ahead", () => {
  const rows = batch(
    [1, Date.UTC(1999, 0, 1) + 1, 0.5],
    [-7, now + 123, -1e300],
    [2 ** 31 - 1, 0, 0],
  );
  expect(decodeCopyRows(encodeCopyRows(rows))).toEqual(rows);
});

test("a batch is written once, and told again adds nothing", async () => {
  const writer = sampleWriter(fresh.db.pool);
  const b = batch([1, now, 5], [1, now + 10, 6], [2, now, 7]);
  expect((await write(writer, b)).written).toEqual(b);
  const again = await write(writer, batch([1, now + 10, 99], [1, now + 20, 8], [1, now + 20, 9]));
  expect(again.refused.duplicates).toBe(2);
  expect(again.written).toEqual(batch([1, now + 20, 8]));
  const got = await readSamples(fresh.db.pool, [1, 2, 3], now, now + 21);
  expect(got.get(1)).toEqual({ times: [now, now + 10, now + 20], values: [5, 6, 8] });
  expect(got.get(2)).toEqual({ times: [now], values: [7] });
  expect(got.get(3)).toEqual({ times: [], values: [] });
});

test("a writer that expects duplicates still writes what is new, in the order given", async () => {
  const writer = sampleWriter(fresh.db.pool);
  await write(writer, batch([10, now, 1]));
  await write(writer, batch([10, now, 1]));
  const b = batch([10, now + 3, 3], [10, now + 1, 1], [11, now, 4]);
  expect((await write(writer, b)).written).toEqual(b);
});

test("a write that is rolled back leaves nothing", async () => {
  const writer = sampleWriter(fresh.db.pool);
  await write(writer, batch([20, now, 1]), "ROLLBACK");
  expect((await readSamples(fresh.db.pool, [20], 0, now + day)).get(20)?.times).toEqual([]);
});

test("samples too old, too far ahead or not finite are refused and counted; days are made as needed", async () => {
  const writer = sampleWriter(fresh.db.pool);
  const { written, refused } = await write(
    writer,
    batch(
      [30, now - 36 * day, 1],
      [30, now - 34 * day, 2],
      [30, now + 11 * 60_000, 3],
      [30, now + 9 * 60_000, 4],
      [30, now, Number.NaN],
      [30, Number.NaN, 5],
    ),
  );
  expect(refused).toEqual({ tooOld: 2, tooNew: 1, notFinite: 1, duplicates: 0 });
  expect([...written.values]).toEqual([2, 4]);
});

test("two writers that need the same new day both succeed", async () => {
  const time = now - 20 * day;
  await Promise.all(
    [40, 41, 42].map((id) => write(sampleWriter(fresh.db.pool), batch([id, time, 1]))),
  );
  expect((await readSamples(fresh.db.pool, [40, 41, 42], time, time + 1)).get(42)?.values).toEqual([
    1,
  ]);
});

test("a thinned series keeps the lowest and the highest of every part at their own times", async () => {
  const values = [5, 1, 9, 5, 5, 5, 5, 5, 2, 3, 3, 3];
  const b = batch(...values.map((v, i): [number, number, number] => [50, now + i * 1000, v]), [
    50,
    now + 50_000,
    4,
  ]);
  await write(sampleWriter(fresh.db.pool), b);
  const got = await readDownsampled(fresh.db.pool, [50], now, now + 60_000, 15);
  expect(got.get(50)).toEqual({
    times: [now + 1000, now + 2000, now + 4000, now + 8000, now + 9000, now + 50_000],
    values: [1, 9, 5, 2, 3, 4],
  });
});

test("history is written over many days, and writing it again adds nothing", async () => {
  const n = 28 * 24;
  const b = batch(
    ...Array.from({ length: n }, (_, i): [number, number, number] => [60, now - i * 3_600_000, i]),
  );
  expect(await backfillSamples(fresh.db.pool, [b], { nowMs: now, chunk: 100 })).toBe(672);
  expect(await backfillSamples(fresh.db.pool, [b], { nowMs: now })).toBe(0);
  const got = await readSamples(fresh.db.pool, [60], now - 28 * day, now + 1);
  expect(got.get(60)?.values.length).toBe(672);
});
