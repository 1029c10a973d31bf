import { loadCallGraph } from "@/lib/db/call-graph";
import type { Tx } from "@/lib/db/client";
import type { RemedyModel } from "@/lib/db/generated/models";
import type { Suspect, SuspectKind } from "@/lib/diagnose/model";
import { readSetting } from "@/lib/people/setting-store";
import type { GuardFacts } from "./guardrails";
import type { PlanInput } from "./make-plan";
import {
  type Approval,
  approvals,
  type Execution,
  execution,
  type Level,
  level,
  limitsOf,
  type Plan,
  plan,
  type RejectLabel,
  type RemedyState,
  rejectLabel,
  remedyStates,
  type SuspectRef,
} from "./model";
import type { Cause } from "./remedy";

const hourMs = 3_600_000;
/** Requests of this long tell how busy a service is. */
const trafficMs = 5 * 60_000;

/** A remedy as its row holds it; times in epoch ms. */
export type RemedyRow = {
  id: string;
  situationId: number;
  changeId: string | null;
  /** The instance it restarts, as its suspect is named; null when it is about a change */
  instance: string | null;
  service: string;
  plan: Plan;
  planHash: string;
  state: RemedyState;
  proposedAt: number;
  expiresAt: number;
  decidedAt: number | null;
  decidedBy: string | null;
  reason: string | null;
  /** What its rejection taught */
  label: RejectLabel | null;
  idempotencyKey: string;
  level: Level;
  /** When it runs without a person; null: never, or vetoed */
  autoAt: number | null;
  vetoedBy: string | null;
  approvals: Approval[];
  execution: Execution;
  executedAt: number | null;
};

export const remedyOf = (row: RemedyModel): RemedyRow => ({
  id: row.id,
  situationId: row.situationId,
  changeId: row.changeId,
  instance: row.instance,
  service: row.service,
  plan: plan.parse(row.plan),
  planHash: row.planHash,
  state: remedyStates.find((s) => s === row.state) ?? "void",
  proposedAt: row.proposedAt.getTime(),
  expiresAt: row.expiresAt.getTime(),
  decidedAt: row.decidedAt?.getTime() ?? null,
  decidedBy: row.decidedBy,
  reason: row.reason,
  label: rejectLabel.nullable().catch("other").parse(row.label),
  idempotencyKey: row.idempotencyKey,
  level: level.catch("ask").parse(row.level),
  autoAt: row.autoAt?.getTime() ?? null,
  vetoedBy: row.vetoedBy,
  approvals: approvals.parse(row.approvals),
  execution: execution.parse(row.execution),
  executedAt: row.executedAt?.getTime() ?? null,
});

export const loadRemedy = async (tx: Tx, id: string): Promise<RemedyRow | null> => {
  const row = await tx.remedy.findUnique({ where: { id } });
  return row ? remedyOf(row) : null;
};

/** What a proposal is decided on: the situation, its suspects and the remedies it has had. Null for an unknown situation. */
export async function loadCase(tx: Tx, situationId: number) {
  const row = await tx.situation.findUnique({
    where: { id: situationId },
    include: { suspects: true, remedies: { include: { verification: true } } },
  });
  if (!row) return null;
  return {
    open: row.status === "open" || row.status === "acknowledged",
    services: row.services,
    suspects: row.suspects.map(
      (s) =>
        ({
          kind: s.kind as SuspectKind,
          ref: s.ref,
          service: s.service,
          title: s.title,
          score: s.score,
          rank: s.rank,
          state: s.state as Suspect["state"],
          evidence: [],
          veto: s.veto,
        }) satisfies Suspect,
    ),
    remedies: row.remedies.map(({ verification, ...remedy }) => ({
      ...remedyOf(remedy),
      verified: verification?.endedAt != null,
    })),
  };
}

/** What the guardrails look at, apart from what only the executor can tell. `but` is the remedy that is judged. */
export async function loadGuardFacts(
  tx: Tx,
  of: { suspect: SuspectRef; service: string; but: string | null },
  outside: Pick<GuardFacts, "executorProblem" | "current" | "brake">,
  now: number,
): Promise<GuardFacts> {
  const past = await tx.remedy.findMany({
    where: {
      OR: [
        of.suspect.kind === "change" ? { changeId: of.suspect.ref } : { instance: of.suspect.ref },
        { service: of.service },
      ],
      state: { in: ["approved", "executing", "executed"] },
      ...(of.but === null ? {} : { id: { not: of.but } }),
    },
    orderBy: { proposedAt: "desc" },
    take: 50,
  });
  const newest = await tx.requestWindow.aggregate({ _max: { start: true } });
  const underWay = await tx.remedy.count({
    where: {
      state: { in: ["approved", "executing"] },
      ...(of.but === null ? {} : { id: { not: of.but } }),
    },
  });
  const recent = await tx.requestWindow.aggregate({
    where: { service: of.service, start: { gte: new Date(now - trafficMs) } },
    _sum: { count: true },
  });
  const { cooldownMs, limits } = limitsOf(await readSetting(tx, "remedy-limits"), of.service);
  return {
    now,
    ...outside,
    limits,
    underWay,
    traffic: recent._sum.count === null ? null : recent._sum.count / (trafficMs / 1000),
    killSwitch: await readSetting(tx, "kill-switch"),
    cooldownMs: cooldownMs ?? (await readSetting(tx, "cooldown-ms")),
    newestDataAt: newest._max.start?.getTime() ?? null,
    past: past.map((r) => ({
      id: r.id,
      kind: r.kind,
      changeId: r.changeId,
      instance: r.instance,
      service: r.service,
      state: r.state,
      executedAt: r.executedAt?.getTime() ?? null,
    })),
  };
}

/** Everything that a plan against this cause is made from. */
export async function loadPlanInput(
  tx: Tx,
  cause: Cause,
  affected: readonly string[],
  dryRun: readonly string[],
  facts: GuardFacts,
): Promise<PlanInput> {
  const { graph } = await loadCallGraph(tx, facts.now - hourMs, facts.now);
  return { cause, graph, affected, dryRun, facts };
}

/** Situations in which a proposal waits for a decision. */
export async function pendingSituations(tx: Tx): Promise<number[]> {
  const rows = await tx.remedy.findMany({
    where: { state: "proposed" },
    distinct: ["situationId"],
    select: { situationId: true },
  });
  return rows.map((r) => r.situationId);
}
