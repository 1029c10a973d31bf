import type { Db } from "../db/client";
import { plan as planSchema, remedyTitle } from "../remediate/model";
import { situationName } from "../situate/model";

const hourMs = 3_600_000;

/**
 * Resolved situations like this one: those that share services, the more of them and the more alike in what was off the
 * nearer, newest first among equals; and what helped then.
 */
export async function readBefore(
  db: Db,
  row: { id: number; services: string[]; openedAt: Date; title: string },
) {
  const found = await db.prisma.situation.findMany({
    where: {
      id: { not: row.id },
      status: "resolved",
      resolution: { in: ["recovered", "cleared", "by-hand"] },
      services: { hasSome: row.services.slice(0, 3) },
      openedAt: { lt: row.openedAt, gte: new Date(row.openedAt.getTime() - 90 * 24 * hourMs) },
    },
    orderBy: { openedAt: "desc" },
    take: 50,
    select: {
      id: true,
      title: true,
      services: true,
      openedAt: true,
      resolvedAt: true,
      resolution: true,
    },
  });
  const mine = new Set(row.services);
  const near = found
    .map((r) => {
      const both = r.services.filter((s) => mine.has(s)).length;
      const all = new Set([...r.services, ...mine]).size;
      const lead = r.services[0] === row.services[0] ? 0.5 : 0;
      return { ...r, likeness: (both / Math.max(1, all) + lead) / 1.5 };
    })
    .sort((a, b) => b.likeness - a.likeness || b.id - a.id)
    .slice(0, 3);
  const ids = near.map((r) => r.id);
  const [remedies, causes] = await Promise.all([
    db.prisma.remedy.findMany({
      where: { situationId: { in: ids }, state: "executed" },
      orderBy: { proposedAt: "desc" },
      include: { verification: { select: { outcome: true } } },
    }),
    db.prisma.suspect.findMany({
      where: { situationId: { in: ids }, state: "confirmed" },
      select: { situationId: true, title: true },
    }),
  ]);
  return near.map((r) => {
    const remedy = remedies.find((x) => x.situationId === r.id);
    const plan = planSchema.safeParse(remedy?.plan);
    return {
      id: r.id,
      name: situationName(r.id),
      title: r.title,
      openedAt: r.openedAt.getTime(),
      tookMs: r.resolvedAt ? r.resolvedAt.getTime() - r.openedAt.getTime() : null,
      resolution: r.resolution,
      /** 0–1: shared services, and whether it began at the same one */
      likeness: r.likeness,
      decidedBy: remedy?.decidedBy ?? null,
      cause: causes.find((c) => c.situationId === r.id)?.title ?? null,
      helped: plan.success
        ? { says: remedyTitle(plan.data), outcome: remedy?.verification?.outcome ?? null }
        : null,
    };
  });
}
