import type { Tx } from "@/lib/db/client";
import { actsAlone, mayAct } from "./autonomy";
import { loadLevel } from "./autonomy-store";
import { armAuto } from "./autopilot-store";
import { loadCase, loadChange, loadGuardFacts, loadPlanInput } from "./load-store";
import { makePlan } from "./make-plan";
import { stopping } from "./model";
import { nextProposal, settle } from "./next-proposal";
import { deedOf, expireRemedy, lockRemedies, move, propose } from "./store";

/** What the executor of a change's undo said, asked outside of any transaction. */
export type Seen = {
  changeId: string;
  executorProblem: string | null;
  current: string | null;
  /** Why nothing may go beyond a hint: our own detection is late or away, or telemetry is old. Null: it may */
  brake: string | null;
};

/** The change that a proposal would be about, and how it is undone; null when nothing is to be proposed. */
export async function considered(
  tx: Tx,
  situationId: number,
): Promise<{ changeId: string; integration: string; target: string } | null> {
  const found = await loadCase(tx, situationId);
  const consider = found && nextProposal(found).consider;
  const change = consider && (await loadChange(tx, consider.changeId));
  return change?.undo
    ? { changeId: change.id, integration: change.undo.integration, target: change.undo.target }
    : null;
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
  // The executor was asked about another change: the next run asks again.
  if (seen?.changeId !== consider.changeId) return withdraw.length > 0 ? calm : null;
  const change = await loadChange(tx, consider.changeId);
  if (!change) return null;
  const { known } = consider;
  const facts = await loadGuardFacts(
    tx,
    { changeId: change.id, service: change.service, but: known?.id ?? null },
    { executorProblem: seen.executorProblem, current: seen.current, brake: seen.brake },
    now,
  );
  const plan = makePlan(await loadPlanInput(tx, change, found.services, facts));
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
    });
  }
  if (level === "observe") return "watching";
  return stopping(plan.guardrails).length === 0 ? "decide" : "blocked";
}
