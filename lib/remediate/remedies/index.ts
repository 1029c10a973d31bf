import type { Plan } from "../model";
import type { Cause, Remedy } from "../remedy";
import { configRevert } from "./config-revert";
import { flagOff } from "./flag-off";
import { restartInstance } from "./restart-instance";
import { rollForward } from "./roll-forward";
import { rollback } from "./rollback";

/** Every remedy, the last one for what no other takes. One line each; the contract suite runs over all of them. */
export const remedies: readonly Remedy[] = [
  rollback,
  flagOff,
  configRevert,
  restartInstance,
  rollForward,
];

/** The remedy for a cause. */
export const remedyFor = (cause: Cause): Remedy | undefined => remedies.find((r) => r.takes(cause));

/** The remedy that made a plan. */
export function remedyOfPlan({ kind }: Pick<Plan, "kind">): Remedy {
  const found = remedies.find((r) => r.kind === kind);
  if (!found) throw new Error(`There is no remedy ${kind}.`);
  return found;
}
