import os from "node:os";
import type { Db } from "../db/client";
import { meter } from "./meter";
import type { PartName } from "./model";
import { ownReport } from "./own-report";
import { saveBeat } from "./process-store";

/** How this process says that it lives, and at its end that it was asked to stop. */
export function ownBeat(db: Db, parts: readonly PartName[], now: () => number) {
  const { pid } = process;
  const startedAt = now();
  const host = os.hostname();
  return async ({ stopped = false } = {}): Promise<void> => {
    const beatAt = now();
    await saveBeat(db, {
      ...{ id: `${host}:${pid}:${startedAt}`, parts: [...parts], host, pid, startedAt, beatAt },
      version: meter().version,
      stoppedAt: stopped ? beatAt : null,
      report: await ownReport(meter(), parts, beatAt),
    });
  };
}

/** Notes an error of the log, for the counters and the status page. */
export function noteError(says: string): void {
  meter().errorsTotal.inc();
  meter().errors.note(says, Date.now());
}
