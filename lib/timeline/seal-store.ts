import type { Tx } from "../db/client";
import { firstHash, type KeptEvent, sealOf } from "./seal";

const pageSize = 1000;
/** Ids are given before transactions commit: one this far below the newest sealed may still appear. */
const lateIds = 10_000n;

/**
 * Seals what was recorded since the last time, at most a page of it. Events are never touched: seals stand in a table of
 * their own, in the order of sealing. Returns how many were sealed.
 */
export async function sealTimeline(tx: Tx): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('timeline-seals'))`;
  const last = await tx.timelineSeal.findFirst({ orderBy: { no: "desc" } });
  const newest = await tx.timelineSeal.aggregate({ _max: { eventId: true } });
  const from = (newest._max.eventId ?? 0n) - lateIds;
  const open = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT e.id FROM timeline_events e
    WHERE e.id > ${from} AND NOT EXISTS (SELECT 1 FROM timeline_seals s WHERE s."eventId" = e.id)
    ORDER BY e.id LIMIT ${pageSize}`;
  const events = await readEvents(
    tx,
    open.map((e) => e.id),
  );
  let hash = last?.hash ?? firstHash;
  let no = last?.no ?? 0n;
  const seals = [];
  for (const event of events) {
    hash = sealOf(hash, event);
    no += 1n;
    seals.push({ no, eventId: event.id, hash });
  }
  await tx.timelineSeal.createMany({ data: seals });
  return seals.length;
}

export type ChainCheck = {
  sealed: number;
  /** Recorded and not sealed yet */
  open: number;
  /** Of those, how many stand among entries sealed long ago: they were not recorded in their turn */
  slippedIn: number;
  /** The last seal; a copy kept elsewhere proves all before it */
  hash: string;
  /** The first event that is not as it was sealed, or is gone; null when the chain holds */
  brokenAt: string | null;
  /** What happened to it: it is gone, it or its place was changed, or seals before it are missing */
  how: "gone" | "changed" | "seal-missing" | null;
  /** Whether a seal that somebody kept is still in the chain; null when none was given */
  kept: boolean | null;
};

/** Computes every seal anew and compares; `kept` is a seal (hex) that was copied before. */
export async function checkSeals(tx: Tx, kept?: string): Promise<ChainCheck> {
  let hash = firstHash;
  let sealed = 0;
  let keptSeen = false;
  let broken: { at: string; how: NonNullable<ChainCheck["how"]> } | null = null;
  for (let no = 0n; broken === null; ) {
    const page = await tx.timelineSeal.findMany({
      where: { no: { gt: no } },
      orderBy: { no: "asc" },
      take: pageSize,
    });
    if (page.length === 0) break;
    const events = await readEvents(
      tx,
      page.map((s) => s.eventId),
    );
    const byId = new Map(events.map((e) => [e.id, e]));
    for (const seal of page) {
      const event = byId.get(seal.eventId);
      const how =
        seal.no !== no + 1n
          ? ("seal-missing" as const)
          : !event
            ? ("gone" as const)
            : sealOf(hash, event) !== seal.hash
              ? ("changed" as const)
              : null;
      if (how) {
        broken = { at: String(seal.eventId), how };
        break;
      }
      hash = seal.hash;
      no = seal.no;
      sealed++;
      keptSeen ||= hash === kept;
    }
  }
  const [counts] = await tx.$queryRaw<{ open: number; slipped: number }[]>`
    SELECT count(*)::int AS open,
      (count(*) FILTER (WHERE e.id <= (SELECT max("eventId") FROM timeline_seals) - ${lateIds}))::int AS slipped
    FROM timeline_events e WHERE NOT EXISTS (SELECT 1 FROM timeline_seals s WHERE s."eventId" = e.id)`;
  return {
    sealed,
    open: counts?.open ?? 0,
    slippedIn: counts?.slipped ?? 0,
    hash,
    brokenAt: broken?.at ?? null,
    how: broken?.how ?? null,
    kept: kept === undefined ? null : keptSeen,
  };
}

async function readEvents(tx: Tx, ids: bigint[]): Promise<KeptEvent[]> {
  const rows = await tx.timelineEvent.findMany({
    where: { id: { in: ids } },
    orderBy: { id: "asc" },
  });
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
