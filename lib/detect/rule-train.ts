import { Problem } from "../problem";
import type { DetectorSettings } from "./model";
import type { Rule, Step } from "./rule";
import { checkSettings } from "./run-settings";
import { trainers } from "./trainers";

/**
 * The settings of one series by a rule: the trainer's choice over what stays the same. Throws Problem "bad-input" when
 * the history is too short or the result could not run.
 */
export function trainStep(
  rule: Rule,
  step: Pick<Step, "target">,
  values: readonly number[],
): DetectorSettings {
  const trainer = trainers[rule.trainer.name];
  if (!trainer) throw new Problem("bad-input", `There is no trainer "${rule.trainer.name}".`);
  const learned = trainer.train(values, trainer.params.parse(rule.trainer.params));
  const settings: DetectorSettings = {
    algorithm: rule.algorithm,
    params: { ...rule.params, ...learned },
    counts: rule.counts,
    target: step.target,
  };
  checkSettings(settings);
  return settings;
}
