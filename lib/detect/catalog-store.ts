import type { Db } from "../db/client";
import type { Tags } from "../series/tags";
import type { EngineSeries } from "./engine";

type Row = { id: number; metric: string; tags: Tags; service: string | null };

/** Series in the order of their ids, from the one after `afterId` on. */
export async function readSeriesAfter(db: Db, afterId: number): Promise<EngineSeries[]> {
  const { rows } = await db.pool.query<Row>(
    "SELECT id, metric, tags, service FROM series WHERE id > $1 ORDER BY id",
    [afterId],
  );
  return rows;
}

/** The given series, of those that exist. */
export async function readSeriesOf(db: Db, ids: readonly number[]): Promise<EngineSeries[]> {
  const { rows } = await db.pool.query<Row>(
    "SELECT id, metric, tags, service FROM series WHERE id = ANY ($1) ORDER BY id",
    [ids],
  );
  return rows;
}
