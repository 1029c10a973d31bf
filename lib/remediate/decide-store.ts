import type { Tx } from "@/lib/db/client";
import { addJobIn } from "@/lib/db/jobs";
import type { Actor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import { checkGuardrails } from "./guardrails";
import { loadGuardFacts, loadRemedy, type RemedyRow, remedyOf } from "./load-store";
import { approvalMs, brakeIn, type RejectLabel, stopping, suspectOf } from "./model";
import { deedOf, lockRemedies, move, tell } from "./store";

/** A remedy, locked until this transaction ends; throws Problem "not-found". */
async function lockRemedy(tx: Tx, id: string): Promise<RemedyRow> {
  await lockRemedies(tx);
  const row = await loadRemedy(tx, id);
  if (!row) throw new Problem("not-found", `There is no remedy ${id}.`);
  return row;
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
