import type { Db } from "../db/client";
import type { Points } from "../samples/store";

export type ShownPoint = { t: number; value: number | null };

export const shownPoints = (points: Points | undefined): ShownPoint[] =>
  (points?.times ?? []).map((t, i) => ({ t, value: points?.values[i] ?? null }));

/**
 * The mean of each of `count` equal parts of the range, null where a part has no points: what a sparkline draws.
 */
export function sparkValues(
  points: Points | undefined,
  { from, to, count }: { from: number; to: number; count: number },
): (number | null)[] {
  const sums = new Array<number>(count).fill(0);
  const ns = new Array<number>(count).fill(0);
  const width = (to - from) / count;
  points?.times.forEach((t, i) => {
    const slot = Math.min(count - 1, Math.floor((t - from) / width));
    if (slot < 0) return;
    sums[slot] = (sums[slot] ?? 0) + (points.values[i] ?? 0);
    ns[slot] = (ns[slot] ?? 0) + 1;
  });
  return sums.map((sum, i) => ((ns[i] ?? 0) === 0 ? null : sum / (ns[i] as number)));
}

/** The newest point of each series within [from, to]; series without one are absent. */
export async function readLast(
  db: Db,
  ids: readonly number[],
  { from, to }: { from: number; to: number },
): Promise<Map<number, { t: number; value: number }>> {
  const { rows } = await db.pool.query<{ id: number; t: number; value: number }>(
    `SELECT s.id, extract(epoch FROM l.time)::float8 * 1000 AS t, l.value
     FROM unnest($1::int[]) AS s(id) CROSS JOIN LATERAL (
       SELECT time, value FROM samples
       WHERE series_id = s.id AND time >= to_timestamp($2::float8 / 1000) AND time <= to_timestamp($3::float8 / 1000)
       ORDER BY time DESC LIMIT 1) l`,
    [ids, from, to],
  );
  return new Map(rows.map((r) => [r.id, { t: Math.round(r.t), value: r.value }]));
}
