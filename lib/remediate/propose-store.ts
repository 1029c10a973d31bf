import type { Tx } from "@/lib/db/client";
import { actsAlone, heldBack, mayAct } from "./autonomy";
import { loadLevel } from "./autonomy-store";
import { armAuto } from "./autopilot-store";
import { loadCause } from "./cause-store";
import { expireRemedy } from "./decide-store";
import { loadCase, loadGuardFacts, loadPlanInput } from "./load-store";
import { makePlan } from "./make-plan";
import { type SuspectRef, sameSuspect, stopping } from "./model";
import { nextProposal, settle } from "./next-proposal";
import { remedyFor } from "./remedies";
import type { Cause } from "./remedy";
import { deedOf, lockRemedies, move, propose } from "./store";

/** What the outside said of a suspect, asked outside of any transaction. */
export type Seen = {
  suspect: SuspectRef;
  /** Why the executor cannot be used, or nobody can be paged; null when all is well */
  executorProblem: string | null;
  current: string | null;
  /** What the executor said that it would do; empty when it was not asked */
  dryRun: readonly string[];
  /** Why nothing may go beyond a hint: our own detection is late or away, or telemetry is old. Null: it may */
  brake: string | null;
};

/** The suspect that a proposal would be about, and who is to be asked about it; null when nothing is to be proposed. */
export type Considered = {
  suspect: SuspectRef;
  service: string;
  /** The executor and its target; null: the service's owner would be paged */
  way: { integration: string; target: string } | null;
  cause: Cause;
};

export async function considered(tx: Tx, situationId: number): Promise<Considered | null> {
  const found = await loadCase(tx, situationId);
  const consider = found && nextProposal(found).consider;
  const cause = consider && (await loadCause(tx, consider.suspect, consider.left));
  if (!cause) return null;
  const { suspect } = consider;
  if (cause.kind === "instance")
    return cause.way && { suspect, service: cause.service, way: cause.way, cause };
  const { service, undo } = cause.change;
  return { suspect, service, way: remedyFor(cause)?.touches ? undo : null, cause };
}

/**
 * Brings a situation's proposals up to date, in one transaction: withdraws, proposes, or leaves as it is. Returns what
 * happens next with the situation, or null when that is not up to proposals. Running it again changes nothing.
 */
export async function proposeNow(
  tx: Tx,
  { situationId, seen, now }: { situationId: number; seen: Seen | null; now: number },
): Promise<"decide" | "blocked" | "watching" | null> {
  await lockRemedies(tx);
  const before = await loadCase(tx, situationId);
  for (const remedy of before?.remedies ?? []) await expireRemedy(tx, remedy.id, now);
  const found = await loadCase(tx, situationId);
  if (!found) return null;
  const { withdraw, consider, busy } = nextProposal(found);
  const drop = async (remedy: (typeof withdraw)[number]["remedy"], says: string) => {
    await move(tx, remedy, "void", {
      now,
      reason: says,
      says: `Withdrawn: ${deedOf(remedy.plan)}. ${says}`,
    });
  };
  for (const { remedy, says } of withdraw) await drop(remedy, says);
  const calm = busy || !found.open ? null : ("watching" as const);
  const decided = withdraw.length > 0 || found.remedies.some((r) => r.state === "rejected");
  if (!consider) return decided ? calm : null;
  const { suspect, known, left } = consider;
  // The outside was asked about another suspect: the next run asks again.
  if (!seen || !sameSuspect(seen.suspect, suspect)) return withdraw.length > 0 ? calm : null;
  const cause = await loadCause(tx, suspect, left);
  if (!cause) return null;
  const service = cause.kind === "change" ? cause.change.service : cause.service;
  const facts = await loadGuardFacts(
    tx,
    { suspect, service, but: known?.id ?? null },
    { executorProblem: seen.executorProblem, current: seen.current, brake: seen.brake },
    now,
  );
  const plan = makePlan(await loadPlanInput(tx, cause, found.services, seen.dryRun, facts));
  const verdict = settle(known, plan, seen.current);
  if (verdict.act === "withdraw" && known) await drop(known, verdict.says);
  if (verdict.act === "withdraw") return calm;
  if (verdict.act === "nothing" || !plan) return withdraw.length > 0 ? calm : null;
  const { level } = await loadLevel(tx, plan.service, { brake: seen.brake }, now);
  if (level === "observe" && known?.state === "observed") return null;
  const alone =
    actsAlone(level) && known?.vetoedBy == null && mayAct(plan, consider.score, facts.limits);
  const autoAt = alone ? now + (level === "auto" ? 0 : facts.limits.vetoMs) : null;
  if (verdict.act === "keep" && known && known.autoAt === null && autoAt !== null)
    await armAuto(tx, known, { level, autoAt, now });
  if (verdict.act === "propose") {
    await propose(tx, {
      situationId,
      plan,
      known,
      now,
      score: consider.score,
      level,
      autoAt,
      held: actsAlone(level) ? heldBack(plan, consider.score, facts.limits) : null,
    });
  }
  if (level === "observe") return "watching";
  return stopping(plan.guardrails).length === 0 ? "decide" : "blocked";
}
