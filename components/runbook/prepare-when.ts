import type { Runbook } from "@/lib/diagnose/runbook";

const words = {
  errors: "errors",
  latency: "slow answers",
  requests: "unusual traffic",
  other: "another metric abnormal",
} as const;

const either = (list: readonly string[]) =>
  list.length < 2 ? (list[0] ?? "") : `${list.slice(0, -1).join(", ")} or ${list.at(-1)}`;

/** When a runbook applies, one phrase for each condition; all must hold. */
export function whenWords(when: Runbook["when"]): string[] {
  const phrases: string[] = [];
  if (when.signals.length > 0) phrases.push(either(when.signals.map((s) => words[s])));
  if (when.services.length > 0) phrases.push(`in ${either(when.services)}`);
  if (when.members !== undefined) phrases.push(when.members);
  if (when.changeKinds.length > 0) phrases.push(`after a ${either(when.changeKinds)} change`);
  if (when.changes !== undefined)
    phrases.push(when.changes ? "after a change" : "without a change");
  return phrases.length > 0 ? phrases : ["every situation"];
}
