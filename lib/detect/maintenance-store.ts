import type { Db, Tx } from "../db/client";
import { announceIn } from "../db/live";
import { Problem } from "../problem";
import type { MaintenanceWindow } from "./maintenance";

/** Windows that ended longer ago than this no longer matter to any replay. */
const keptMs = 36 * 86_400_000;

/** A window as it is stored. `until` is where it really ends: earlier than planned when what it waited for has happened. */
export type StoredWindow = MaintenanceWindow & {
  id: string;
  author: string;
  createdAt: number;
  endedAt: number | null;
  endedBy: string | null;
  situationId: number | null;
  changeId: string | null;
  /** Title of the change it waits for */
  changeTitle: string | null;
};

type Timed = "from" | "until" | "createdAt" | "endedAt";
const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** Windows that have not ended before a time (36 days ago when absent), the newest first. */
export async function readWindows(
  { pool }: Pick<Db, "pool">,
  { now, since = now - keptMs }: { now: number; since?: number },
): Promise<StoredWindow[]> {
  const { rows } = await pool.query<Record<Timed, number> & StoredWindow>(
    `SELECT w.id, w.name, w.reason, w.scope, ${ms('w."from"')} AS "from", w.minutes, w.repeats, w.days, w.zone,
       ${ms('LEAST(w.until, w."endedAt", s."resolvedAt", c."finishedAt")')} AS until, w."pageStrongErrors", w."situationId",
       w."changeId", c.title AS "changeTitle", w.author, ${ms('w."createdAt"')} AS "createdAt", ${ms('w."endedAt"')} AS "endedAt",
       w."endedBy"
     FROM maintenance_windows w LEFT JOIN situations s ON s.id = w."situationId" LEFT JOIN changes c ON c.id = w."changeId"
     WHERE LEAST(w.until, w."endedAt", s."resolvedAt", c."finishedAt") >= to_timestamp($1::float8 / 1000) AT TIME ZONE 'UTC'
     ORDER BY w."from" DESC, w.id`,
    [since],
  );
  return rows;
}

type NewWindow = MaintenanceWindow & { situationId: number | null; changeId: string | null };

const rowOf = (w: NewWindow) => ({
  ...w,
  from: new Date(w.from),
  until: new Date(w.until),
});

/** Throws Problem "not-found" when what it is to wait for is not there, "conflict" when that is over already. */
async function checkWaits(tx: Tx, { situationId, changeId }: NewWindow): Promise<void> {
  if (situationId !== null) {
    const situation = await tx.situation.findUnique({ where: { id: situationId } });
    if (!situation) throw new Problem("not-found", `There is no situation S-${situationId}.`);
    if (situation.resolvedAt)
      throw new Problem("conflict", `S-${situationId} is resolved; there is nothing to wait for.`);
  }
  if (changeId !== null) {
    const change = await tx.change.findUnique({ where: { id: changeId } });
    if (!change) throw new Problem("not-found", "There is no such change.");
    if (change.finishedAt)
      throw new Problem("conflict", `"${change.title}" is finished; there is nothing to wait for.`);
  }
}

/** Plans a window. Throws Problem "not-found" or "conflict" for what it should wait for. */
export async function saveWindow(
  tx: Tx,
  window: NewWindow,
  { author, now }: { author: string; now: number },
): Promise<string> {
  await checkWaits(tx, window);
  const { id } = await tx.maintenanceWindow.create({
    data: { ...rowOf(window), author, createdAt: new Date(now) },
  });
  await announceIn(tx, { topic: "detector" });
  return id;
}

/** Plans a window anew. Throws Problem "not-found", or "conflict" when it has ended. */
export async function changeWindow(
  tx: Tx,
  id: string,
  window: NewWindow,
  { now }: { now: number },
): Promise<void> {
  await find(tx, id, now);
  await checkWaits(tx, window);
  await tx.maintenanceWindow.update({ where: { id }, data: rowOf(window) });
  await announceIn(tx, { topic: "detector" });
}

/** Ends a window now; one to come will not be. Throws Problem "not-found", or "conflict" when it has ended. */
export async function endWindow(
  tx: Tx,
  { id, by, now }: { id: string; by: string; now: number },
): Promise<string> {
  const window = await find(tx, id, now);
  await tx.maintenanceWindow.update({
    where: { id },
    data: { endedAt: new Date(now), endedBy: by },
  });
  await announceIn(tx, { topic: "detector" });
  return window.name;
}

async function find(tx: Tx, id: string, now: number) {
  const window = await tx.maintenanceWindow.findUnique({ where: { id } });
  if (!window) throw new Problem("not-found", "There is no such maintenance window.");
  if (window.endedAt || window.until.getTime() <= now)
    throw new Problem("conflict", `"${window.name}" has ended; plan a new one.`);
  return window;
}
