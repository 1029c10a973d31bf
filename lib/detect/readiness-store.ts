import type pg from "pg";
import { announce } from "../db/live";
import type { Readiness } from "./readiness";

export type PairReadiness = { detectorId: string; seriesId: number } & Readiness;

/** Writes how far pairs are; of pairs whose detector or series is gone nothing is kept. `now` in epoch ms. */
export async function saveReadiness(
  tx: pg.PoolClient,
  list: readonly PairReadiness[],
  now: number,
): Promise<void> {
  if (list.length === 0) return;
  await tx.query(
    `INSERT INTO detector_readiness ("detectorId", "seriesId", state, share, "etaAt", why, at)
     SELECT n."detectorId", n."seriesId", n.state, n.share, to_timestamp(n."etaAt" / 1000) AT TIME ZONE 'UTC', n.why,
            to_timestamp($2::float8 / 1000) AT TIME ZONE 'UTC'
     FROM jsonb_to_recordset($1::jsonb)
       AS n("detectorId" text, "seriesId" int, state text, share float8, "etaAt" float8, why text)
     WHERE EXISTS (SELECT FROM detectors WHERE id = n."detectorId") AND EXISTS (SELECT FROM series WHERE id = n."seriesId")
     ON CONFLICT ("detectorId", "seriesId") DO UPDATE
     SET state = EXCLUDED.state, share = EXCLUDED.share, "etaAt" = EXCLUDED."etaAt", why = EXCLUDED.why, at = EXCLUDED.at`,
    [JSON.stringify(list), now],
  );
  await announce(tx, { topic: "readiness" });
}

/** Forgets pairs that are detected no longer. */
export async function dropReadiness(
  tx: pg.PoolClient,
  pairs: readonly { detectorId: string; seriesId: number }[],
): Promise<void> {
  await tx.query(
    `DELETE FROM detector_readiness USING unnest($1::text[], $2::int[]) AS n(d, s)
     WHERE "detectorId" = n.d AND "seriesId" = n.s`,
    [pairs.map((p) => p.detectorId), pairs.map((p) => p.seriesId)],
  );
}

/** Writes why live versions cannot run, and that the others can. */
export async function saveProblems(
  tx: pg.PoolClient,
  problems: ReadonlyMap<string, string>,
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE detectors d SET problem = n.why
     FROM (SELECT x.id, p.why FROM detectors x LEFT JOIN unnest($1::text[], $2::text[]) AS p(id, why) ON p.id = x.id) n
     WHERE n.id = d.id AND d.problem IS DISTINCT FROM n.why`,
    [[...problems.keys()], [...problems.values()]],
  );
  if (rowCount) await announce(tx, { topic: "readiness" });
}
