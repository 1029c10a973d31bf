import type { Tx } from "@/lib/db/client";
import type { InputJsonObject } from "@/lib/db/generated/internal/prismaNamespace";
import { addJobIn } from "@/lib/db/jobs";
import { announceIn } from "@/lib/db/live";
import { type Actor, workerActor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import { record } from "@/lib/timeline/store";
import { checkGuardrails } from "./guardrails";
import { loadGuardFacts, loadRemedy, type RemedyRow, remedyOf } from "./load-store";
import {
  approvalMs,
  brakeIn,
  type Execution,
  type Level,
  type Plan,
  type RejectLabel,
  type RemedyState,
  stopping,
  suspectOf,
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

/** A remedy, locked until this transaction ends; throws Problem "not-found". */
async function lockRemedy(tx: Tx, id: string): Promise<RemedyRow> {
  await lockRemedies(tx);
  const row = await loadRemedy(tx, id);
  if (!row) throw new Problem("not-found", `There is no remedy ${id}.`);
  return row;
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

/**
 * A person's yes to exactly the plan with this hash. The execution is queued in the same transaction, so it is there when
 * the approval is, once. Throws Problem: "gone" when expired, "conflict" when decided already, when the plan is another
 * one by now, or when a guardrail fails now.
 */
export async function approve(
  tx: Tx,
  {
    remedyId,
    planHash: signed,
    actor,
    now,
  }: {
    remedyId: string;
    planHash: string;
    actor: Actor;
    now: number;
  },
): Promise<RemedyRow> {
  const row = await undecided(tx, remedyId, now);
  const brake = brakeIn(row.plan);
  if (row.level === "hint" && actor.kind === "user" && brake !== null)
    throw new Problem(
      "conflict",
      `${brake} Until that is over this is a hint only: do it by hand.`,
    );
  if (row.level === "hint" && actor.kind === "user")
    throw new Problem(
      "conflict",
      `Remedies of ${row.service} are hints only: do it by hand, or let an admin raise its autonomy.`,
    );
  const situation = await tx.situation.findUniqueOrThrow({ where: { id: row.situationId } });
  if (situation.status === "resolved")
    throw new Problem("conflict", "The situation is resolved: there is nothing left to undo.");
  if (signed !== row.planHash)
    throw new Problem("conflict", "The plan has changed since you saw it. Look at it again.");
  const facts = await loadGuardFacts(
    tx,
    { suspect: suspectOf(row), service: row.service, but: row.id },
    { executorProblem: null, current: row.plan.from, brake: null },
    now,
  );
  const failing = [
    ...stopping(row.plan.guardrails).filter((g) => outside.has(g.name)),
    ...stopping(checkGuardrails(row.plan, facts)),
  ];
  if (failing.length > 0)
    throw new Problem(
      "conflict",
      `A guardrail stops this: ${failing.map((g) => g.says).join(" ")}`,
    );
  if (actor.kind === "user" && facts.limits.twoPersons.includes(row.plan.grade)) {
    const first = row.approvals.find((a) => a.planHash === signed);
    if (first?.userId === actor.id)
      throw new Problem(
        "conflict",
        `You have approved this already; grade ${row.plan.grade} needs the yes of a second person.`,
      );
    if (!first) return noteFirstYes(tx, row, actor, now);
  }
  await addJobIn(tx, "execute", { remedyId }, { key: `execute:${remedyId}` });
  return move(tx, row, "approved", {
    now,
    actor,
    says: `${actor.name} approved: ${deedOf(row.plan)} (plan ${row.planHash.slice(0, 8)}).`,
  });
}

/** The first of two: the remedy goes on waiting, for somebody else. */
async function noteFirstYes(tx: Tx, row: RemedyRow, actor: Actor, now: number): Promise<RemedyRow> {
  const yes = { userId: actor.id, name: actor.name, at: now, planHash: row.planHash };
  const next = await tx.remedy.update({ where: { id: row.id }, data: { approvals: [yes] } });
  await tell(tx, row, {
    at: now,
    kind: "remedy-first-approval",
    says: `${actor.name} approved: ${deedOf(row.plan)}. Grade ${row.plan.grade} needs the yes of a second person.`,
    actor,
    data: { planHash: row.planHash },
  });
  return remedyOf(next);
}

/** Guardrails that only the executor can judge: as they were when the plan was made; the executor checks them again. */
const outside = new Set(["Executor ready", "Still the current version"]);

/**
 * A person's no, with the reason, which becomes a label: it teaches the suspect's standing and the service's record. Throws
 * Problem as `approve` does.
 */
export async function reject(
  tx: Tx,
  {
    remedyId,
    reason,
    label,
    actor,
    now,
  }: { remedyId: string; reason: string; label: RejectLabel; actor: Actor; now: number },
): Promise<RemedyRow> {
  const row = await undecided(tx, remedyId, now);
  await tx.remedy.update({ where: { id: row.id }, data: { label } });
  await addJobIn(
    tx,
    "propose",
    { situationId: row.situationId },
    { key: `propose:${row.situationId}` },
  );
  return move(tx, row, "rejected", {
    now,
    actor,
    reason,
    says: `${actor.name} rejected: ${deedOf(row.plan)}. ${reason}`,
    data: { label },
  });
}

/** A remedy that waits for a decision, locked; throws Problem "gone" or "conflict" when it does not. */
export async function undecided(tx: Tx, remedyId: string, now: number): Promise<RemedyRow> {
  const row = await lockRemedy(tx, remedyId);
  if (row.state === "expired" || (row.state === "proposed" && now >= row.expiresAt))
    throw new Problem("gone", "This proposal has expired. Wait for a fresh one.");
  if (row.state !== "proposed") throw new Problem("conflict", decidedSays(row));
  return row;
}

function decidedSays({ state, decidedBy, reason }: RemedyRow): string {
  if (state === "rejected") return `${decidedBy} has rejected this already: ${reason}`;
  if (state === "void") return `This proposal was withdrawn: ${reason}`;
  return `${decidedBy} has approved this already; it is ${state}.`;
}

/** Ends a proposal whose time is up; null when it was decided, is gone, or has time left. */
export async function expireRemedy(tx: Tx, id: string, now: number): Promise<RemedyRow | null> {
  await lockRemedies(tx);
  const row = await loadRemedy(tx, id);
  if (row?.state !== "proposed" || now < row.expiresAt) return null;
  const minutes = approvalMs / 60_000;
  return move(tx, row, "expired", {
    now,
    reason: `Nobody decided within ${minutes} minutes.`,
    says: `Expired: ${deedOf(row.plan)}. Nobody decided within ${minutes} minutes.`,
  });
}
