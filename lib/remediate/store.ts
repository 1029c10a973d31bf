import type { Tx } from "@/lib/db/client";
import type { InputJsonObject } from "@/lib/db/generated/internal/prismaNamespace";
import { addJobIn } from "@/lib/db/jobs";
import { announceIn } from "@/lib/db/live";
import { type Actor, workerActor } from "@/lib/people/model";
import { record } from "@/lib/timeline/store";
import { type RemedyRow, remedyOf } from "./load-store";
import {
  approvalMs,
  type Execution,
  type Level,
  type Plan,
  type RemedyState,
  stopping,
} from "./model";
import { planHash } from "./plan-hash";
import { remedyOfPlan } from "./remedies";

const self = workerActor("remediate");

/** "Roll pricing back from v2 to v1", as the timeline and the card say it. */
export const deedOf = (plan: Plan): string => remedyOfPlan(plan).does(plan);

/** Tells the timeline and the pages of a remedy. */
export async function tell(
  tx: Tx,
  row: { id: string; situationId: number },
  entry: { at: number; kind: string; says: string; actor: Actor; data?: object },
): Promise<void> {
  const { data, ...words } = entry;
  await record(tx, {
    ...words,
    situationId: row.situationId,
    room: "remediate",
    data: { remedyId: row.id, ...data },
  });
  await announceIn(tx, { topic: "remedy", id: row.id });
  await announceIn(tx, { topic: "situation", id: String(row.situationId) });
}

/** One decision at a time: until this transaction ends nobody else proposes, decides or executes. */
export async function lockRemedies(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('remediate'))`;
}

/**
 * Puts a plan before people. `known` is the remedy that the same suspect has had in this situation before (changed,
 * withdrawn or expired): it becomes this proposal, so that there is never a second one.
 */
export async function propose(
  tx: Tx,
  input: {
    situationId: number;
    plan: Plan;
    known: RemedyRow | null;
    now: number;
    score: number;
    /** How far it may go, and when it goes there by itself, epoch ms */
    level: Level;
    autoAt: number | null;
    /** Why it waits for a person although its level would let it run; null when it does not, or would not */
    held: string | null;
  },
): Promise<RemedyRow> {
  const { situationId, plan, known, now, level, autoAt, held } = input;
  const observed = level === "observe";
  const data = {
    level,
    autoAt: autoAt === null ? null : new Date(autoAt),
    approvals: [],
    kind: plan.kind,
    service: plan.service,
    plan: plan as unknown as InputJsonObject,
    planHash: planHash(plan),
    grade: plan.grade,
    state: observed ? "observed" : "proposed",
    proposedAt: new Date(now),
    expiresAt: new Date(now + approvalMs),
    decidedAt: null,
    decidedBy: null,
    reason: null,
    label: null,
  };
  const row = remedyOf(
    known
      ? await tx.remedy.update({ where: { id: known.id }, data })
      : await tx.remedy.create({
          data: {
            ...data,
            situationId,
            changeId: plan.changeId,
            instance: plan.instance,
            idempotencyKey: `remedy_${crypto.randomUUID()}`,
          },
        }),
  );
  const failing = stopping(plan.guardrails);
  const changed = known?.state === "proposed";
  const word = observed ? "Would have proposed" : changed ? "The plan changed" : "Proposed";
  await tell(tx, row, {
    at: now,
    kind: observed ? "remedy-observed" : changed ? "remedy-changed" : "remedy-proposed",
    says: `${word}: ${deedOf(plan)} (grade ${plan.grade}, suspect ${input.score.toFixed(2)}).${failing.length > 0 ? ` Blocked: ${failing.map((g) => g.says).join(" ")}` : ""}${autoAt === null ? "" : ` Runs by itself ${autoAt > now ? `in ${Math.round((autoAt - now) / 1000)} s unless somebody vetoes` : "now"}.`}${held && failing.length === 0 ? ` Asks a person: ${held}` : ""}`,
    actor: self,
    data: {
      planHash: row.planHash,
      changeId: plan.changeId,
      instance: plan.instance,
      score: input.score,
      level,
    },
  });
  if (observed) return row;
  if (autoAt !== null) await queueAuto(tx, row.id, autoAt);
  await addJobIn(
    tx,
    "expire",
    { remedyId: row.id },
    { key: `expire:${row.id}`, runAt: row.expiresAt },
  );
  return row;
}

/** Queues the moment at which a remedy runs without a person. */
export const queueAuto = (tx: Tx, remedyId: string, at: number) =>
  addJobIn(tx, "autopilot", { remedyId }, { key: `autopilot:${remedyId}`, runAt: at });

/** Takes a remedy from one state to the next and tells of it. Whoever calls holds the row's lock. */
export async function move(
  tx: Tx,
  row: RemedyRow,
  to: RemedyState,
  news: {
    now: number;
    says: string;
    actor?: Actor;
    reason?: string;
    execution?: Execution;
    data?: object;
  },
): Promise<RemedyRow> {
  const { now, says, actor = self, reason, execution, data } = news;
  const decided = to === "approved" || to === "rejected";
  const next = await tx.remedy.update({
    where: { id: row.id },
    data: {
      state: to,
      ...(decided ? { decidedAt: new Date(now), decidedBy: actor.name } : {}),
      ...(to === "executed" ? { executedAt: new Date(now) } : {}),
      ...(reason === undefined ? {} : { reason }),
      ...(execution === undefined ? {} : { execution }),
    },
  });
  await tell(tx, row, {
    at: now,
    kind: `remedy-${to}`,
    says,
    actor,
    data: { ...data, ...(reason === undefined ? {} : { reason }) },
  });
  return remedyOf(next);
}

/**
 * Keeps what the executor told; tells the timeline of steps that are new. An executor that was restarted may have forgotten
 * the first ones: they stay.
 */
export async function noteExecution(
  tx: Tx,
  row: RemedyRow,
  told: Execution,
  now: number,
): Promise<Execution> {
  const known = new Set(row.execution.steps.map((step) => `${step.at} ${step.says}`));
  const fresh = told.steps.filter((step) => !known.has(`${step.at} ${step.says}`));
  const execution = { ...told, steps: [...row.execution.steps, ...fresh] };
  await tx.remedy.update({ where: { id: row.id }, data: { execution } });
  for (const step of fresh)
    await tell(tx, row, {
      at: Math.min(step.at, now),
      kind: "remedy-step",
      says: step.says,
      actor: workerActor(row.plan.integration),
    });
  return execution;
}
