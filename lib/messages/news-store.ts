import type { Tx } from "../db/client";
import { severities, situationName } from "../situate/model";
import { type News, severity } from "./model";
import { newsKindOf, ownNewsOf, ownRoom } from "./news";

/** Ids are given before transactions commit: one this far below the newest decided may still appear. */
const lateIds = 10_000n;
const pageSize = 500;

type Event = {
  id: bigint;
  situationId: number | null;
  room: string;
  at: Date;
  kind: string;
  says: string;
  data: unknown;
};

export type Collected = {
  news: News[];
  /** Situations of which anything was told: their cards move */
  moved: number[];
  /** Whether there may be more at once */
  more: boolean;
};

/**
 * What the timeline has recorded since `since` (epoch ms) and nobody has decided on yet, of situations and of ourselves, and
 * situations that have become worse. Whatever is returned counts as decided when the transaction commits: every entry comes once.
 */
export async function collectNews(tx: Tx, since: number, now: number): Promise<Collected> {
  const newest = await tx.decidedNews.aggregate({ _max: { eventId: true } });
  const from = (newest._max.eventId ?? 0n) - lateIds;
  const events = await tx.$queryRaw<Event[]>`
    SELECT e.id, e."situationId", e.room, e.at, e.kind, e.says, e.data FROM timeline_events e
    WHERE e.id > ${from} AND (e."situationId" IS NOT NULL OR e.room = ${ownRoom}) AND e.at >= ${new Date(since)}
      AND NOT EXISTS (SELECT 1 FROM decided_news d WHERE d."eventId" = e.id)
    ORDER BY e.id LIMIT ${pageSize}`;
  const ids = [...new Set(events.flatMap((e) => e.situationId ?? []))];
  const situations = await tx.situation.findMany({
    where: { OR: [{ id: { in: ids } }, { status: { not: "resolved" } }] },
    select: { id: true, title: true, severity: true, status: true, services: true },
  });
  const byId = new Map(situations.map((s) => [s.id, s]));
  const news = events.flatMap((e): News[] => {
    if (e.situationId === null) {
      const told =
        e.room === ownRoom ? ownNewsOf({ ...e, key: `event:${e.id}`, at: e.at.getTime() }) : null;
      return told ? [told] : [];
    }
    const kind = newsKindOf(e);
    const situation = byId.get(e.situationId);
    // A candidate is nobody's news until it has become a situation, which it then says of itself.
    if (!kind || !situation || situation.status === "candidate") return [];
    return [
      {
        key: `event:${e.id}`,
        kind,
        ...{ situationId: e.situationId, own: null },
        severity: severity.parse(situation.severity),
        services: situation.services,
        says: e.says,
        at: e.at.getTime(),
      },
    ];
  });
  await tx.decidedNews.createMany({
    data: events.map((e) => ({ key: `event:${e.id}`, eventId: e.id, at: new Date(now) })),
    skipDuplicates: true,
  });
  const raised = await collectRaised(tx, situations, now);
  return {
    news: [...news, ...raised],
    moved: [...new Set([...ids, ...raised.flatMap((r) => r.situationId ?? [])])],
    more: events.length === pageSize,
  };
}

type Situation = {
  id: number;
  title: string;
  severity: string;
  status: string;
  services: string[];
};

/** Severity rises without a timeline entry: it is compared with what was told last. */
async function collectRaised(
  tx: Tx,
  situations: readonly Situation[],
  now: number,
): Promise<News[]> {
  const open = situations.filter((s) => s.status === "open" || s.status === "acknowledged");
  const told = await tx.toldSeverity.findMany({
    where: { situationId: { in: open.map((s) => s.id) } },
  });
  const news: News[] = [];
  for (const { id, title, services, ...s } of open) {
    const is = severity.parse(s.severity);
    const before = told.find((t) => t.situationId === id)?.severity;
    if (before === is) continue;
    const worse =
      before !== undefined && severities.indexOf(is) < severities.indexOf(severity.parse(before));
    if (before !== undefined && !worse) continue;
    await tx.toldSeverity.upsert({
      where: { situationId: id },
      create: { situationId: id, severity: is },
      update: { severity: is },
    });
    if (!worse) continue;
    const key = `raised:${id}:${is}`;
    const { count } = await tx.decidedNews.createMany({
      data: [{ key, at: new Date(now) }],
      skipDuplicates: true,
    });
    if (count === 0) continue;
    const says = `${situationName(id)} is ${is} now, it was ${before}: ${title}.`;
    const of = { situationId: id, own: null, severity: is, services };
    news.push({ key, kind: "raised", ...of, says, at: now });
  }
  return news;
}
