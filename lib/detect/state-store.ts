import type pg from "pg";
import type { Db } from "../db/client";
import { announce } from "../db/live";
import type { State } from "./detector";
import { decodeState, encodeState } from "./state-codec";

export type SavedState = {
  detectorId: string;
  seriesId: number;
  version: number;
  /** Epoch ms of the last point absorbed */
  upTo: number;
  state: State;
};

/** Where states and what was found are kept: of the live versions, or of those that run beside them. */
export type LaneName = "live" | "shadow";
const tables = {
  live: { states: "detector_states", anomalies: "anomalies" },
  shadow: { states: "shadow_states", anomalies: "shadow_anomalies" },
} as const;

type Row = Omit<SavedState, "state"> & { state: Buffer };
/** Rows of one query while loading; a state has a few kilobytes. */
const atOnce = 2000;

/** Hands over every saved state, a batch at a time. */
export async function loadStates(
  db: Db,
  take: (states: SavedState[]) => void,
  lane: LaneName = "live",
): Promise<void> {
  for (let after: [string, number] = ["", 0]; ; ) {
    const { rows } = await db.pool.query<Row>(
      `SELECT "detectorId", "seriesId", version, (extract(epoch FROM "upTo") * 1000)::float8 AS "upTo", state
       FROM ${tables[lane].states} WHERE ("detectorId", "seriesId") > ($1, $2)
       ORDER BY "detectorId", "seriesId" LIMIT ${atOnce}`,
      after,
    );
    take(rows.map((r) => ({ ...r, state: decodeState(r.state) })));
    const last = rows.at(-1);
    if (!last || rows.length < atOnce) return;
    after = [last.detectorId, last.seriesId];
  }
}

/** States as they go into the database: encoded at once, so that the runs may go on while they are written. */
export type EncodedStates = {
  detectorIds: string[];
  seriesIds: number[];
  versions: number[];
  upTos: number[];
  states: Buffer[];
};

export function encodeStates(list: Iterable<SavedState>): EncodedStates {
  const out: EncodedStates = {
    detectorIds: [],
    seriesIds: [],
    versions: [],
    upTos: [],
    states: [],
  };
  for (const s of list) {
    const bytes = encodeState(s.state);
    out.detectorIds.push(s.detectorId);
    out.seriesIds.push(s.seriesId);
    out.versions.push(s.version);
    out.upTos.push(s.upTo);
    out.states.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  }
  return out;
}

/** Writes states; of pairs whose detector or series is gone nothing is kept. */
export async function saveStates(
  tx: pg.PoolClient,
  e: EncodedStates,
  lane: LaneName = "live",
): Promise<void> {
  for (let i = 0; i < e.states.length; i += atOnce) {
    const part = <T>(list: T[]) => list.slice(i, i + atOnce);
    await tx.query({
      name: `save-${lane}-states`,
      text: `INSERT INTO ${tables[lane].states} ("detectorId", "seriesId", version, "upTo", state)
             SELECT n.d, n.s, n.v, to_timestamp(n.u / 1000) AT TIME ZONE 'UTC', n.b
             FROM unnest($1::text[], $2::int[], $3::int[], $4::float8[], $5::bytea[]) AS n(d, s, v, u, b)
             WHERE EXISTS (SELECT FROM detectors WHERE id = n.d) AND EXISTS (SELECT FROM series WHERE id = n.s)
             ON CONFLICT ("detectorId", "seriesId") DO UPDATE
             SET version = EXCLUDED.version, "upTo" = EXCLUDED."upTo", state = EXCLUDED.state`,
      values: [
        part(e.detectorIds),
        part(e.seriesIds),
        part(e.versions),
        part(e.upTos),
        part(e.states),
      ],
    });
  }
}

/**
 * Forgets the states of pairs that are detected no longer, and ends what they had open: nobody would ever close it.
 * Returns how many anomalies were ended.
 */
export async function dropPairs(
  tx: pg.PoolClient,
  pairs: readonly { detectorId: string; seriesId: number }[],
  lane: LaneName = "live",
): Promise<number> {
  const ids = [pairs.map((p) => p.detectorId), pairs.map((p) => p.seriesId)];
  const { states, anomalies } = tables[lane];
  await tx.query(
    `DELETE FROM ${states} USING unnest($1::text[], $2::int[]) AS n(d, s)
     WHERE "detectorId" = n.d AND "seriesId" = n.s`,
    ids,
  );
  const { rowCount } = await tx.query(
    `UPDATE ${anomalies} SET "endedAt" = "lastAt", "updatedAt" = now() AT TIME ZONE 'UTC'
     FROM unnest($1::text[], $2::int[]) AS n(d, s)
     WHERE "detectorId" = n.d AND "seriesId" = n.s AND "endedAt" IS NULL`,
    ids,
  );
  if (rowCount && lane === "live") await announce(tx, { topic: "anomaly" });
  return rowCount ?? 0;
}
