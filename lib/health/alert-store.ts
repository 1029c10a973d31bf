import type { Db, Tx } from "../db/client";
import { announceIn } from "../db/live";
import { workerActor } from "../people/model";
import { record } from "../timeline/store";
import { changesOf } from "./faults";
import { type Fault, type OwnAlert, severityOf } from "./model";

const self = workerActor("own-health");

const alertOf = (row: {
  id: string;
  rule: string;
  subject: string;
  tone: string;
  says: string;
  openedAt: Date;
  endedAt: Date | null;
}): OwnAlert => ({
  ...row,
  tone: row.tone === "strong" ? "strong" : "weak",
  openedAt: row.openedAt.getTime(),
  endedAt: row.endedAt?.getTime() ?? null,
});

/**
 * Opens and ends alerts on ourselves so that they are these faults, and tells the timeline of each. One process at a time does it;
 * another that comes meanwhile leaves it. Returns whether anything changed.
 */
export async function keepAlerts(db: Db, faults: readonly Fault[], now: number): Promise<boolean> {
  return db.prisma.$transaction(async (tx) => {
    const turn = await tx.$queryRaw<{ mine: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtext('sitroom own health')) AS mine`;
    if (!turn[0]?.mine) return false;
    const open = await tx.ownAlert.findMany({ where: { endedAt: null } });
    const { opens, ends } = changesOf(open, faults);
    for (const fault of opens) {
      const { id } = await tx.ownAlert.create({ data: { ...fault, openedAt: new Date(now) } });
      await tell(tx, "own-alert", fault.says, { ...fault, id }, now);
    }
    for (const alert of ends) {
      await tx.ownAlert.update({ where: { id: alert.id }, data: { endedAt: new Date(now) } });
      await tell(tx, "own-alert-ended", `Over: ${alert.says}`, alertOf(alert), now);
    }
    const changed = opens.length + ends.length > 0;
    if (changed) await announceIn(tx, { topic: "health" });
    return changed;
  });
}

const tell = (
  tx: Tx,
  kind: string,
  says: string,
  of: Pick<OwnAlert, "id" | "rule" | "subject" | "tone">,
  at: number,
) =>
  record(tx, {
    ...{ at, kind, says, actor: self, room: "health" },
    data: { alertId: of.id, rule: of.rule, subject: of.subject, severity: severityOf(of) },
  });

/** Open alerts on ourselves, the gravest and newest first. */
export async function openAlerts(db: Pick<Db, "prisma">): Promise<OwnAlert[]> {
  const rows = await db.prisma.ownAlert.findMany({
    where: { endedAt: null },
    orderBy: [{ tone: "asc" }, { openedAt: "desc" }],
  });
  return rows.map(alertOf);
}

/** Alerts that ended since a time, newest first. */
export async function endedAlerts(db: Pick<Db, "prisma">, since: number): Promise<OwnAlert[]> {
  const rows = await db.prisma.ownAlert.findMany({
    where: { endedAt: { gte: new Date(since) } },
    orderBy: { endedAt: "desc" },
    take: 50,
  });
  return rows.map(alertOf);
}
