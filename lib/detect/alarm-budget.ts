/**
 * Keeps the alarms a week at what was asked for, whatever the model got wrong: every alarm makes the next one a little
 * harder (0.02 in −log10 p), and time gives back as much as the asked-for alarms would cost. So over long the two are
 * equal, as in adaptive conformal inference (Gibbs and Candès 2021). Bounded, so that a bad month makes no series deaf,
 * nor a quiet year one jumpy.
 */
export type AlarmBudget = {
  /** What is asked for beyond the modelled tail probability, in −log10 p */
  extra: number;
};

const price = 0.02;
const strictest = 1;
const mildest = -0.15;
const weekMs = 604_800_000;

export const newAlarmBudget = (): AlarmBudget => ({ extra: 0 });

/** An alarm began. */
export function spend(b: AlarmBudget): void {
  b.extra = Math.min(strictest, b.extra + price);
}

/** Time in which an alarm could have begun went by. */
export function earn(b: AlarmBudget, ms: number, perWeek: number): void {
  b.extra = Math.max(mildest, b.extra - (price * perWeek * ms) / weekMs);
}
