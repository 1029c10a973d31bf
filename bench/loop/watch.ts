import type { Db } from "@/lib/db/client";
import { plan } from "@/lib/remediate/model";

/** What Sitroom knows of the situations since a time, and when the bench first saw each piece. Times in epoch ms. */
export type Seen = {
  situation: {
    id: number;
    title: string;
    resolvedAt: number | null;
    resolution: string | null;
  } | null;
  detectedAt: number | null;
  firstSuspect: {
    kind: string;
    ref: string;
    title: string;
    target: string | null;
    since: number;
  } | null;
  remedy: {
    id: string;
    planHash: string;
    state: string;
    target: string;
    proposedAt: number;
    decidedAt: number | null;
    /** A person's name, or the policy's */
    decidedBy: string | null;
    /** What the timeline said when it was kept from running by itself */
    held: string | null;
  } | null;
};

/**
 * Watches the situations with anomalies that began since `since`. `look()` reads once and returns all that is known by now; the situation followed is the
 * one with a remedy, else the one with the most anomalies.
 */
export function watch(db: Db, since: number) {
  const anomalySeenAt = new Map<string, number>();
  const firstSince = new Map<string, { ref: string; since: number }>();

  // Points carry the start of their window, which may lie before the cause. A situation that reopened is older than it.
  const begun = new Date(since - 20_000);

  return async function look(): Promise<Seen> {
    const now = Date.now();
    const { rows: fresh } = await db.pool.query<{ id: string }>(
      `SELECT id FROM anomalies WHERE muted IS NULL AND "startedAt" >= to_timestamp($1) AT TIME ZONE 'UTC'`,
      [begun.getTime() / 1000],
    );
    for (const { id } of fresh) if (!anomalySeenAt.has(id)) anomalySeenAt.set(id, now);

    const situations = await db.prisma.situation.findMany({
      where: { members: { some: { anomaly: { startedAt: { gte: begun } } } } },
      include: {
        members: { select: { anomalyId: true } },
        suspects: { orderBy: { rank: "asc" }, take: 1 },
        remedies: {
          where: { proposedAt: { gte: new Date(since) } },
          orderBy: { proposedAt: "asc" },
        },
      },
    });
    for (const { id, suspects } of situations) {
      const first = suspects[0];
      const key = String(id);
      if (first && firstSince.get(key)?.ref !== first.ref)
        firstSince.set(key, { ref: first.ref, since: now });
    }
    const situation = situations
      .sort((a, b) => b.remedies.length - a.remedies.length || b.members.length - a.members.length)
      .at(0);
    if (!situation) return { situation: null, detectedAt: null, firstSuspect: null, remedy: null };

    const seen = situation.members.flatMap((m) => anomalySeenAt.get(m.anomalyId) ?? []);
    const first = situation.suspects[0];
    const change =
      first?.kind === "change"
        ? await db.prisma.change.findUnique({ where: { id: first.ref } })
        : null;
    const undo = change?.undo as { target?: string } | null | undefined;
    const target =
      first?.kind === "instance"
        ? `instance:${first.ref.slice(first.service.length + 1)}`
        : (undo?.target ?? null);
    const remedy = situation.remedies[0];
    const held = remedy
      ? await db.prisma.timelineEvent.findFirst({
          where: { situationId: situation.id, kind: "remedy-held" },
          orderBy: { id: "desc" },
        })
      : null;
    return {
      situation: {
        id: situation.id,
        title: situation.title,
        resolvedAt:
          situation.resolvedAt && situation.resolvedAt.getTime() >= since
            ? situation.resolvedAt.getTime()
            : null,
        resolution: situation.resolution,
      },
      detectedAt: seen.length > 0 ? Math.min(...seen) : null,
      firstSuspect: first
        ? {
            kind: first.kind,
            ref: first.ref,
            title: first.title,
            target,
            since: firstSince.get(String(situation.id))?.since ?? now,
          }
        : null,
      remedy: remedy
        ? {
            id: remedy.id,
            planHash: remedy.planHash,
            state: remedy.state,
            target: plan.parse(remedy.plan).target,
            proposedAt: remedy.proposedAt.getTime(),
            decidedAt: remedy.decidedAt?.getTime() ?? null,
            decidedBy: remedy.decidedBy,
            held: held?.says ?? null,
          }
        : null,
    };
  };
}

/** Situations not resolved and anomalies not over, of those that page. */
export async function unrest(db: Db): Promise<{ situations: number[]; anomalies: string[] }> {
  const situations = await db.prisma.situation.findMany({
    where: { status: { not: "resolved" } },
    select: { id: true },
  });
  const anomalies = await db.prisma.anomaly.findMany({
    where: { endedAt: null, muted: null },
    select: { service: true, metric: true },
  });
  return {
    situations: situations.map((s) => s.id),
    anomalies: anomalies.map((a) => `${a.service ?? "?"} ${a.metric}`),
  };
}
