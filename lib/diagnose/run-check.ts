import type { AnyCheck } from "./check";
import type { Finding } from "./model";
import type { Data, Need, Scene } from "./scene";

/**
 * Runs one check: fetches what it declares, lets it judge, and turns whatever goes wrong into the outcome "error", so
 * that one broken check never hides the others. `fetch` must give up by itself when it takes too long.
 */
export async function runCheck(
  check: AnyCheck,
  rawParams: unknown,
  scene: Scene,
  fetch: (needs: readonly Need[]) => Promise<Data>,
): Promise<Finding> {
  const base = { check: check.name, title: check.title };
  try {
    const params = check.params.parse(rawParams);
    const needs = check.needs(scene, params);
    if (needs.length === 0)
      return {
        ...base,
        outcome: "skipped",
        says: "It does not apply here.",
        votes: [],
        evidence: {},
      };
    const {
      outcome,
      says,
      votes = [],
      evidence = {},
    } = check.judge(scene, await fetch(needs), params);
    return { ...base, outcome, says, votes: [...votes], evidence };
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return {
      ...base,
      outcome: "error",
      says: `The check failed: ${says}`,
      votes: [],
      evidence: {},
    };
  }
}
