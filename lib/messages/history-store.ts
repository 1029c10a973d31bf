import type { Tx } from "../db/client";
import { type News, severity } from "./model";
import { newsKindOf, newsWords, ownNewsOf, ownRoom } from "./news";

/** More than this is no preview any more. */
const most = 20_000;

/**
 * What would have been news since `from` (epoch ms), as the timeline tells it. Severities are those that situations have
 * now; rises of severity are not on the timeline and are not counted.
 */
export async function readPastNews(tx: Tx, from: number): Promise<News[]> {
  const events = await tx.timelineEvent.findMany({
    where: {
      at: { gte: new Date(from) },
      OR: [
        { situationId: { not: null }, kind: { in: [...newsWords] } },
        { situationId: null, room: ownRoom },
      ],
    },
    orderBy: { id: "asc" },
    take: most,
  });
  const situations = await tx.situation.findMany({
    where: { id: { in: [...new Set(events.flatMap((e) => e.situationId ?? []))] } },
    select: { id: true, severity: true, services: true },
  });
  const byId = new Map(situations.map((s) => [s.id, s]));
  return events.flatMap((e): News[] => {
    if (e.situationId === null) {
      const told = ownNewsOf({ ...e, key: `event:${e.id}`, at: e.at.getTime() });
      return told ? [told] : [];
    }
    const kind = newsKindOf(e);
    const situation = byId.get(e.situationId);
    if (!kind || !situation) return [];
    return [
      {
        key: `event:${e.id}`,
        kind,
        ...{ situationId: situation.id, own: null },
        severity: severity.parse(situation.severity),
        services: situation.services,
        says: e.says,
        at: e.at.getTime(),
      },
    ];
  });
}
