import { z } from "zod";
import { endedAlerts, openAlerts } from "../health/alert-store";
import { findFaults, ownRules } from "../health/faults";
import { neededParts, partNames, silentMs } from "../health/model";
import { readProcesses } from "../health/process-store";
import { readOwnState } from "../health/state-store";
import { defineView } from "../view";

const dayMs = 86_400_000;

/** How Sitroom itself is: its processes, stream, queue and tables, what is wrong now and what was. */
export const status = defineView({
  input: z.object({}),
  async load({ db, now }) {
    const [state, processes, open, ended] = await Promise.all([
      readOwnState(db, now),
      readProcesses(db, now),
      openAlerts(db),
      endedAlerts(db, now - dayMs),
    ]);
    // What is wrong this moment, also when no worker is there to open an alert.
    const faults = findFaults(now, state, processes).filter(
      (f) => !open.some((a) => a.rule === f.rule && a.subject === f.subject),
    );
    const runs = (p: (typeof processes)[number]) =>
      p.stoppedAt === null && now - p.beatAt <= silentMs;
    return {
      at: now,
      parts: partNames.map((name) => ({
        name,
        needed: neededParts.includes(name),
        running: processes.filter((p) => p.parts.includes(name) && runs(p)).length,
        lastAt: processes.find((p) => p.parts.includes(name))?.beatAt ?? null,
      })),
      processes: processes.map((p) => ({
        ...p,
        state: runs(p)
          ? ("running" as const)
          : p.stoppedAt === null
            ? ("silent" as const)
            : ("stopped" as const),
      })),
      ...state,
      alerts: [
        ...open,
        ...faults.map((f) => ({
          ...f,
          id: `${f.rule} ${f.subject}`,
          openedAt: now,
          endedAt: null,
        })),
      ],
      ended,
      rules: ownRules.map(({ name, says }) => ({ name, says })),
    };
  },
});
