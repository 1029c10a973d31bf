import { checks } from "./checks/index";
import type { HttpStep } from "./http-step";
import type { Finding } from "./model";
import { runCheck } from "./run-check";
import { isFor, type Planned, timeBoxMs } from "./runbook";
import type { Data, Need, Scene } from "./scene";

/** A finding with whose parameters it was made, when (epoch ms) and how long it took. */
export type Timed = Finding & { runbook: string; at: number; tookMs: number };

/** What steps look with: reads for checks, requests for URLs, and a clock that only runs forward (ms). */
export type Tools = {
  fetch(needs: readonly Need[]): Promise<Data>;
  ask(
    step: HttpStep,
    more: { wanted(service: string): boolean; signal: AbortSignal },
  ): Promise<Pick<Finding, "outcome" | "says" | "votes" | "evidence">>;
  clock(): number;
};

/** Gives work up after so long: its signal aborts, and who waits gets what `late` says. */
async function within<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  late: () => T,
): Promise<T> {
  const control = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alarm = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      control.abort();
      resolve(late());
    }, ms);
  });
  try {
    return await Promise.race([work(control.signal), alarm]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs all planned steps at the same time, each within its runbook's time box, and all within 60 s. A step that fails or takes
 * too long is its own finding and hides no other.
 */
export function runPlan(
  plan: readonly Planned[],
  scene: Scene,
  { fetch, ask, clock }: Tools,
): Promise<Timed[]> {
  return Promise.all(
    plan.map(async ({ key, step, runbook }) => {
      const started = clock();
      const title = "http" in step ? (step.title ?? step.http) : (checks[step.check]?.title ?? key);
      const ms = Math.min(timeBoxMs, runbook.timeBox * 1000);
      const finding = await within<Finding>(
        ms,
        async (signal) => {
          const base = { check: key, title };
          if ("http" in step)
            return {
              ...base,
              ...(await ask(step, { wanted: (service) => isFor(runbook, service), signal })),
            };
          const check = checks[step.check];
          if (!check) throw new Error(`There is no check ${step.check}.`);
          return runCheck(check, step.params, scene, fetch);
        },
        () => ({
          check: key,
          title,
          outcome: "error",
          says: `It was not done within ${ms / 1000} s and was given up.`,
          votes: [],
          evidence: {},
        }),
      );
      return {
        ...finding,
        runbook: runbook.name,
        at: scene.now,
        tookMs: Math.round(clock() - started),
      };
    }),
  );
}
