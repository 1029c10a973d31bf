import type { Db } from "../db/client";
import { readSamples } from "../samples/store";

/** How much history a detector learns from before its first point. */
export const historyMs = 28 * 86_400_000;
/** History is read a week at a time: 60,000 points of a series that has one every ten seconds. */
const partMs = 7 * 86_400_000;

/** Which of some series have any sample in the 28 days before a time (epoch ms) of their own. */
export async function withHistory(
  db: Db,
  wanted: readonly { seriesId: number; until: number }[],
): Promise<Set<number>> {
  const { rows } = await db.pool.query<{ id: number }>(
    `SELECT n.id FROM unnest($1::int[], $2::float8[]) AS n(id, until)
     WHERE EXISTS (SELECT FROM samples s WHERE s.series_id = n.id AND s.time < to_timestamp(n.until / 1000)
                   AND s.time >= to_timestamp((n.until - ${historyMs}) / 1000))`,
    [wanted.map((w) => w.seriesId), wanted.map((w) => w.until)],
  );
  return new Set(rows.map((r) => r.id));
}

export type Part = { times: readonly number[]; values: readonly number[] };

/** The 28 days of a series before `until` (exclusive, epoch ms), in order, part by part. */
export async function* readHistory(db: Db, seriesId: number, until: number): AsyncGenerator<Part> {
  for (let from = until - historyMs; from < until; from += partMs) {
    const to = Math.min(from + partMs, until);
    const part = (await readSamples(db.pool, [seriesId], from, to)).get(seriesId);
    if (part && part.times.length > 0) yield part;
  }
}

/** The points of some series around a time (epoch ms), five minutes to either side. */
export function readAround(
  db: Db,
  seriesIds: readonly number[],
  at: number,
): Promise<ReadonlyMap<number, Part>> {
  const side = 5 * 60_000;
  return readSamples(db.pool, seriesIds, at - side, at + side);
}
