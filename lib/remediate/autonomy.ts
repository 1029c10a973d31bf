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
  suggested: number;
  agreed: number;
  disagreed: number;
  wrong: number;
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
  const count = (how: Judged["how"]) => judged.filter((j) => j.how === how).length;
  return {
    suggested: judged.length,
    agreed: count("right"),
    disagreed: count("disagreed"),
    wrong: count("wrong"),
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
 * admin granted it. A granted level is lost by a wrong automatic execution after the grant; and while our own data lag
 * (lib/remediate/own-brake.ts) nothing goes beyond a hint.
 */
export function levelNow(
  set: Autonomy,
  judged: readonly Judged[],
  own: { brake: string | null },
): { level: Level; says: string } {
  const { earned, counted, lower } = recordOf(judged);
  const failed = judged.find((j) => j.automatic && j.how === "wrong" && j.at > set.at);
  let level = set.granted ? set.level : lowest(set.level, earned);
  let says = set.granted
    ? `Granted by ${set.by}.`
    : level === set.level
      ? "As far as it may go."
      : `May go as far as “${set.level}”; ${counted} judged since the last mistake, right in at least ${Math.round(lower * 100)} %.`;
  if (set.granted && failed) {
    level = lowest("ask", level);
    says = "A wrong automatic execution took the granted level back.";
  }
  if (own.brake !== null && levels.indexOf(level) >= levels.indexOf("hint")) {
    level = "hint";
    says = `${own.brake} Nothing goes beyond a hint until that is over.`;
  }
  return { level, says };
}

/** Whether a plan may run without a person: every guardrail holds, and the suspect is beyond the bar for that. */
export const mayAct = (plan: Plan, score: number, { autoBar }: Limits): boolean =>
  score >= autoBar && plan.guardrails.every((g) => g.ok);

/** Whether a level acts without a person. */
export const actsAlone = (level: Level): boolean => level === "countdown" || level === "auto";
