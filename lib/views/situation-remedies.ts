import type { Db } from "../db/client";
import {
  approvals,
  execution,
  type Level,
  plan,
  type RemedyState,
  sameSuspect,
  suspectOf,
} from "../remediate/model";
import type { Rung, VerificationOutcome } from "../verify/model";

/** A remedy as pages show it: the plan, its state, what the executor said, how recovery is judged. */
export type ShownRemedy = Awaited<ReturnType<typeof readRemedies>>[number];

/** Remedies, newest first; of one situation, or the newest of all. */
export async function readRemedies(
  db: Db,
  { situationId, take }: { situationId?: number; take: number },
) {
  const rows = await db.prisma.remedy.findMany({
    where: situationId === undefined ? {} : { situationId },
    orderBy: { proposedAt: "desc" },
    take,
    include: { verification: true, situation: { select: { title: true, severity: true } } },
  });
  const changes = await db.prisma.change.findMany({
    where: { id: { in: rows.flatMap((r) => r.changeId ?? []) } },
    select: { id: true, kind: true, title: true, author: true, link: true, at: true },
  });
  const suspects = await db.prisma.suspect.findMany({
    where: { OR: rows.map((r) => ({ situationId: r.situationId, ...suspectOf(r) })) },
    select: { situationId: true, kind: true, ref: true, score: true },
  });
  return rows.flatMap((r) => {
    const parsed = plan.safeParse(r.plan);
    if (!parsed.success) return [];
    const change = changes.find((c) => c.id === r.changeId);
    const told = execution.safeParse(r.execution);
    return {
      id: r.id,
      situationId: r.situationId,
      situationTitle: r.situation.title,
      severity: r.situation.severity,
      plan: parsed.data,
      planHash: r.planHash,
      state: r.state as RemedyState,
      proposedAt: r.proposedAt.getTime(),
      expiresAt: r.expiresAt.getTime(),
      level: r.level as Level,
      autoAt: r.autoAt?.getTime() ?? null,
      vetoedBy: r.vetoedBy,
      firstYes: approvals.parse(r.approvals).find((a) => a.planHash === r.planHash)?.name ?? null,
      decidedAt: r.decidedAt?.getTime() ?? null,
      decidedBy: r.decidedBy,
      reason: r.reason,
      executedAt: r.executedAt?.getTime() ?? null,
      steps: told.success ? told.data.steps : [],
      message: told.success ? (told.data.message ?? null) : null,
      change: change ? { ...change, at: change.at.getTime() } : null,
      score:
        suspects.find((s) => s.situationId === r.situationId && sameSuspect(s, suspectOf(r)))
          ?.score ?? null,
      verification: r.verification && {
        startedAt: r.verification.startedAt.getTime(),
        ladder: r.verification.ladder as unknown as Rung[],
        outcome: r.verification.outcome as VerificationOutcome | null,
        endedAt: r.verification.endedAt?.getTime() ?? null,
      },
    };
  });
}
