import type { Db } from "../db/client";
import { readChanges } from "./label-store";
import { readWindows } from "./maintenance-store";
import type { Surroundings } from "./surroundings";

type Reader = Pick<Db, "pool">;

/** Changes whenever a change comes that a detector's warm-up may wait for. */
async function changesMark({ pool }: Reader): Promise<string> {
  const { rows } = await pool.query<{ mark: string | null }>(
    `SELECT (SELECT count(*) || ' ' || coalesce(max("receivedAt")::text, '') FROM changes) AS mark
     WHERE EXISTS (SELECT FROM detectors d JOIN detector_versions v ON v."detectorId" = d.id AND v.version = d."liveVersion"
       WHERE jsonb_typeof(v.counts -> 'afterChange') = 'object')`,
  );
  return rows[0]?.mark ?? "";
}

/**
 * What goes on around all series, unless it is what `mark` already stands for: maintenance windows, and changes by service
 * where any detector looks at them.
 */
export async function readSurroundings(
  db: Reader,
  { now, mark }: { now: number; mark: string },
): Promise<{ mark: string; surroundings: Surroundings } | null> {
  const windows = (await readWindows(db, { now })).reverse();
  const changed = await changesMark(db);
  const found = `${changed} ${JSON.stringify(windows)}`;
  if (found === mark) return null;
  if (changed === "") return { mark: found, surroundings: { changes: new Map(), windows } };
  const { rows } = await db.pool.query<{ service: string }>("SELECT DISTINCT service FROM changes");
  const services = rows.map((r) => r.service);
  return {
    mark: found,
    surroundings: { changes: await readChanges(db, services, now), windows },
  };
}
