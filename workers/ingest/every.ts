import type { Log } from "@/lib/log";
import { isUnavailable } from "./unavailable";

/** Runs something again and again, `ms` after it last ended. A failure is logged, and it runs again. */
export function every(
  ms: number,
  log: Log,
  what: string,
  run: () => Promise<unknown>,
): { stop(): Promise<void> } {
  let stopped = false;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const plan = () => {
    if (!stopped) timer = setTimeout(turn, ms);
  };
  const turn = () => {
    running = run()
      .catch((error: unknown) => {
        if (isUnavailable(error)) log.warn({ what, error: String(error) }, "put off");
        else log.error({ what, error }, "failed");
      })
      .then(plan);
  };
  plan();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
