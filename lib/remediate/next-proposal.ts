import type { Suspect } from "@/lib/diagnose/model";
import { choose } from "./choose";
import {
  type Plan,
  type RejectLabel,
  type RemedyState,
  rejectLabels,
  type SuspectRef,
  sameSuspect,
  suspectOf,
} from "./model";
import { planHash } from "./plan-hash";
import { remedyOfPlan } from "./remedies";

type Known = {
  id: string;
  state: RemedyState;
  verified: boolean;
  plan: Plan;
  label: RejectLabel | null;
  reason: string | null;
  decidedBy: string | null;
};

export type Next<R extends Known> = {
  /** Waiting proposals that no longer stand, and why */
  withdraw: { remedy: R; says: string }[];
  /** The suspect to do something about now */
  consider: {
    suspect: SuspectRef;
    score: number;
    /** The remedy of this sort that it has had before in this situation */
    known: R | null;
    /** Why it is left to its owner although it could be undone; null: it is not */
    left: string | null;
  } | null;
  /** A remedy is under way or being verified: what happens next is not up to proposals */
  busy: boolean;
};

/** These were decided or have run: the same is not proposed again in the same situation. */
const settled = new Set<RemedyState>(["approved", "rejected", "executing", "executed", "failed"]);

const underWay = (r: Known) =>
  r.state === "approved" ||
  r.state === "executing" ||
  (r.state === "executed" && touches(r) && !r.verified);

const touches = ({ plan }: Known): boolean => remedyOfPlan(plan).touches;

/** Why a change is its owner's from now on: somebody wants to mend it instead, or undoing it did not work. */
function leftBy(tried: Known | undefined): string | null {
  if (tried?.state === "rejected" && tried.label === "fixing-forward") {
    const more = tried.reason?.slice(rejectLabels[tried.label].length).replace(/^[.:\s]+/, "");
    return `${tried.decidedBy} wants it fixed forward${more ? `: ${more}` : "."}`;
  }
  return tried?.state === "failed" ? `Undoing it failed: ${tried.reason}` : null;
}

/** What becomes of a situation's proposals, given its suspects as they are now. */
export function nextProposal<R extends Known>(now: {
  open: boolean;
  suspects: readonly Suspect[];
  remedies: readonly R[];
}): Next<R> {
  const busy = now.remedies.some(underWay);
  const choice = now.open
    ? choose(now.suspects)
    : { suspect: null, says: "The situation is resolved." };
  const { suspect } = choice;
  const its =
    suspect === null ? [] : now.remedies.filter((r) => sameSuspect(suspectOf(r.plan), suspect));
  const left = suspect?.kind === "change" ? leftBy(its.find(touches)) : null;
  const known = (left === null ? its.find(touches) : undefined) ?? its.find((r) => !touches(r));
  const withdraw = now.remedies
    .filter((r) => r.state === "proposed" && r !== known)
    .map((remedy) => ({
      remedy,
      says: "says" in choice ? choice.says : "Something else is the first suspect now.",
    }));
  const wanted = "score" in choice && !busy && !(known && settled.has(known.state));
  return {
    withdraw,
    busy,
    consider: wanted
      ? { suspect: choice.suspect, score: choice.score, known: known ?? null, left }
      : null,
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
      ? { act: "withdraw", says: "There is no way to do it any more." }
      : { act: "nothing" };
  if (remedyOfPlan(plan).touches && current !== null && current !== plan.from)
    // A deploy that is still rolling out gets its proposal when it is there.
    return waiting
      ? { act: "withdraw", says: `${plan.target} is at ${current} now, not at ${plan.from}.` }
      : { act: "nothing" };
  return waiting && sameSubstance(waiting.plan, plan) ? { act: "keep" } : { act: "propose" };
}

/** Whether a person who has read one plan has read the other: who is affected, and how many replicas there are, moves while people read. */
function sameSubstance(a: Plan, b: Plan): boolean {
  const substance = (plan: Plan) =>
    planHash({ ...plan, expectedEffect: "", blastRadius: [], dryRun: [] });
  return substance(a) === substance(b);
}
