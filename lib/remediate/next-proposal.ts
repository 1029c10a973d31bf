import type { Suspect } from "@/lib/diagnose/model";
import { choose } from "./choose";
import type { Plan, RemedyState } from "./model";
import { planHash } from "./plan-hash";

type Known = { id: string; changeId: string; state: RemedyState; verified: boolean; plan: Plan };

export type Next<R extends Known> = {
  /** Waiting proposals that no longer stand, and why */
  withdraw: { remedy: R; says: string }[];
  /** The change to propose now, with the remedy it has had before in this situation, if any */
  consider: { changeId: string; score: number; known: R | null } | null;
  /** A remedy is under way or being verified: what happens next is not up to proposals */
  busy: boolean;
};

/** These were decided or have run: their change is not proposed again in the same situation. */
const settled = new Set<RemedyState>(["approved", "rejected", "executing", "executed", "failed"]);

const underWay = (r: Known) =>
  r.state === "approved" || r.state === "executing" || (r.state === "executed" && !r.verified);

/** What becomes of a situation's proposals, given its suspects as they are now. */
export function nextProposal<R extends Known>(now: {
  open: boolean;
  suspects: readonly Suspect[];
  remedies: readonly R[];
}): Next<R> {
  const busy = now.remedies.some(underWay);
  const choice = now.open
    ? choose(now.suspects)
    : { changeId: null, says: "The situation is resolved." };
  const known = now.remedies.find((r) => r.changeId === choice.changeId) ?? null;
  const withdraw = now.remedies
    .filter((r) => r.state === "proposed" && r !== known)
    .map((remedy) => ({
      remedy,
      says: "says" in choice ? choice.says : "Another change is the first suspect now.",
    }));
  const wanted = "score" in choice && !busy && !(known && settled.has(known.state));
  return {
    withdraw,
    busy,
    consider: wanted ? { changeId: choice.changeId, score: choice.score, known } : null,
  };
}

/** What becomes of the considered proposal once its plan is made anew and the executor has said what runs. */
export function settle(
  known: Known | null,
  plan: Plan | null,
  current: string | null,
): { act: "propose" | "keep" | "nothing" } | { act: "withdraw"; says: string } {
  const waiting = known?.state === "proposed" ? known : null;
  if (!plan)
    return waiting
      ? { act: "withdraw", says: "The change can no longer be undone." }
      : { act: "nothing" };
  if (current !== null && current !== plan.from)
    // A deploy that is still rolling out gets its proposal when it is there.
    return waiting
      ? { act: "withdraw", says: `${plan.target} is at ${current} now, not at ${plan.from}.` }
      : { act: "nothing" };
  return waiting && sameSubstance(waiting.plan, plan) ? { act: "keep" } : { act: "propose" };
}

/** Whether a person who has read one plan has read the other: who is affected grows while people read. */
function sameSubstance(a: Plan, b: Plan): boolean {
  const substance = (plan: Plan) => planHash({ ...plan, expectedEffect: "", blastRadius: [] });
  return substance(a) === substance(b);
}
