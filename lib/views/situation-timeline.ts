import type { Db } from "../db/client";
import { pinKind, pinnedOf } from "../timeline/pins";

/** A situation's entries, newest first: the newest `take` and every pinned one; and how many were left out. */
export async function readTimeline(db: Db, situationId: number, take: number) {
  const pins = await db.prisma.timelineEvent.findMany({
    where: { situationId, kind: pinKind },
    select: { id: true, kind: true, data: true },
  });
  const pinned = pinnedOf(pins);
  const newest = await db.prisma.timelineEvent.findMany({
    where: { situationId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take,
  });
  const there = new Set(newest.map((e) => String(e.id)));
  const older = await db.prisma.timelineEvent.findMany({
    where: {
      situationId,
      id: { in: [...pinned].filter((id) => !there.has(id)).map(BigInt) },
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
  });
  const rows = [...newest, ...older].map((e) => ({
    id: String(e.id),
    pinned: pinned.has(String(e.id)),
    at: e.at.getTime(),
    room: e.room,
    kind: e.kind,
    says: e.says,
    actor: e.actor as { kind: string; name: string },
  }));
  const all =
    newest.length < take
      ? rows.length
      : await db.prisma.timelineEvent.count({ where: { situationId } });
  return { rows, leftOut: all - rows.length };
}
