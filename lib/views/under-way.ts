import type { Db } from "../db/client";
import { plan, remedyTitle } from "../remediate/model";
import type { Rung } from "../verify/model";

/** No verdict takes longer than this; what has none by then is no news for every page. */
const forgetMs = 30 * 60_000;
const shown = 5;

/** What Sitroom is changing right now: approved, being executed, or executed and not judged yet. Newest first. */
export async function readUnderWay(db: Db, now: number) {
  const rows = await db.prisma.remedy.findMany({
    where: {
      OR: [
        { state: { in: ["approved", "executing"] } },
        {
          state: "executed",
          executedAt: { gte: new Date(now - forgetMs) },
          OR: [{ verification: null }, { verification: { outcome: null } }],
        },
      ],
    },
    orderBy: [{ decidedAt: { sort: "desc", nulls: "last" } }, { id: "desc" }],
    take: shown,
    include: { verification: { select: { ladder: true } } },
  });
  return rows.flatMap((r) => {
    const parsed = plan.safeParse(r.plan);
    if (!parsed.success) return [];
    const ladder = (r.verification?.ladder ?? []) as unknown as Rung[];
    return [
      {
        id: r.id,
        situationId: r.situationId,
        title: remedyTitle(parsed.data),
        /** Null: policy, without a person */
        by: r.decidedBy,
        at: (r.decidedAt ?? r.proposedAt).getTime(),
        /** How to take it back */
        undo: parsed.data.undo,
        executed: r.state === "executed",
        /** The step of the ladder that it is at */
        says: ladder.find((rung) => rung.state === "running")?.says ?? null,
      },
    ];
  });
}
