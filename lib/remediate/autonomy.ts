import { wilsonLower } from "@/lib/math/wilson";
import {
  type Autonomy,
  type AutonomyPolicy,
  type Level,
  type Limits,
  levels,
  type Plan,
} from "./model";

/** One remedy of a service, as its record counts it. Times in epoch ms. */
export type Judged = {
  at: number;
  /** right: executed and verified as recovered. wrong: executed without effect, or to the worse. disagreed: rejected by a person. */
  how: "right" | "wrong" | "disagreed";
  /** Whether it ran; one that did not is judged by what became of its suspect */
  executed: boolean;
  /** Whether it was executed without a person's yes */
  automatic: boolean;
};

/** One-sided 90 % confidence. */
const z = 1.2816;
/** What a level must have earned: 5 right of 5 for the countdown, 15 of 15 (or 30 of 31) for acting at once. */
const promotion: readonly { level: Level; lower: number }[] = [
  { level: "auto", lower: 0.9 },
  { level: "countdown", lower: 0.75 },
];

export type ServiceRecord = {
  /** Plans of which it is known by now whether they were right */
  judged: number;
  right: number;
  /** Refused by a person */
  disagreed: number;
  /** Ran without effect, or to the worse */
  wrong: number;
  /** Did not run, and its suspect was cleared afterwards */
  wouldHaveBeenWrong: number;
  /** Share of right ones of all that were judged since the last wrong one; null without any */
  precision: number | null;
  /** What that share is at least, at 90 % confidence */
  lower: number;
  /** Judged ones that count towards promotion */
  counted: number;
  earned: Level;
};

/**
 * What a service's remedies have earned. A wrong one starts the record anew: trust is lost at once and comes back by being
 * right again. Until the countdown is earned a person is asked.
 */
export function recordOf(judged: readonly Judged[]): ServiceRecord {
  const inOrder = judged.toSorted((a, b) => a.at - b.at);
  const lastWrong = inOrder.findLastIndex((j) => j.how === "wrong");
  const since = inOrder.slice(lastWrong + 1);
  const right = since.filter((j) => j.how === "right").length;
  const lower = wilsonLower(right, since.length, z);
  const count = (how: Judged["how"], executed?: boolean) =>
    judged.filter((j) => j.how === how && (executed ?? j.executed) === j.executed).length;
  return {
    judged: judged.length,
    right: count("right"),
    disagreed: count("disagreed"),
    wrong: count("wrong", true),
    wouldHaveBeenWrong: count("wrong", false),
    precision: since.length > 0 ? right / since.length : null,
    lower,
    counted: since.length,
    earned: promotion.find((p) => lower >= p.lower)?.level ?? "ask",
  };
}

/** What is set for a service, or for all that have nothing of their own. */
export const autonomyOf = (policy: AutonomyPolicy, service: string): Autonomy =>
  policy.services[service] ?? policy.default;

const lowest = (a: Level, b: Level): Level => (levels.indexOf(a) <= levels.indexOf(b) ? a : b);

/**
 * How far a service's remedies may go now, and why. What is set is the ceiling: below it the level is earned, unless an
 * admin granted it. A granted level is lost by a wrong run after the grant, whoever said yes to it, since the plan was ours; and while our own data lag
 * (lib/remediate/own-brake.ts) nothing goes beyond a hint.
 */
export function levelNow(
  set: Autonomy,
  judged: readonly Judged[],
  own: { brake: string | null },
): { level: Level; says: string } {
  const { earned, counted, lower } = recordOf(judged);
  const failed = judged.find((j) => j.executed && j.how === "wrong" && j.at > set.at);
  let level = set.granted ? set.level : lowest(set.level, earned);
  let says = set.granted
    ? `Granted by ${set.by}.`
    : level === set.level
      ? "As far as it may go."
      : `May go as far as “${set.level}”; ${counted} judged since the last mistake, right in at least ${Math.round(lower * 100)} %.`;
  if (set.granted && failed) {
    level = lowest("ask", level);
    says = "A wrong run took the granted level back.";
  }
  if (own.brake !== null && levels.indexOf(level) >= levels.indexOf("hint")) {
    level = "hint";
    says = `${own.brake} Nothing goes beyond a hint until that is over.`;
  }
  return { level, says };
}

/** Why a plan may not run without a person; null when every guardrail holds and the suspect is beyond the bar for that. */
export function heldBack(plan: Plan, score: number, { autoBar }: Limits): string | null {
  const failing = plan.guardrails.filter((g) => !g.ok);
  if (failing.length > 0) return failing.map((g) => g.says).join(" ");
  return score >= autoBar
    ? null
    : `The suspect scores ${score.toFixed(2)}; acting alone needs ${autoBar.toFixed(2)}.`;
}

/** Whether a plan may run without a person. */
export const mayAct = (plan: Plan, score: number, limits: Limits): boolean =>
  heldBack(plan, score, limits) === null;

/** Whether a level acts without a person. */
export const actsAlone = (level: Level): boolean => level === "countdown" || level === "auto";
