import type { Db } from "../db/client";
import { openAlerts } from "./alert-store";
import { findFaults } from "./faults";
import type { Fault, OwnState } from "./model";
import { readProcesses } from "./process-store";

/** Nothing else is wrong: what is missed is found by the processes alone. */
const calm: OwnState = {
  partitions: [],
  lag: { records: 0, behindMs: 0, seenAt: null },
  jobs: [],
  remedies: [],
  messages: [],
  messagesFailed: 0,
  openAnomalies: [],
  anomaliesLastHour: 0,
  unsealedAt: null,
  recordFault: null,
  tables: [],
  databaseBytes: 0,
};

/**
 * What every page says of ourselves: grave alerts that are open. When all workers are away nobody opens one, so missing parts are
 * looked for here as well.
 */
export async function ownNotices(
  db: Pick<Db, "prisma">,
  now: number,
): Promise<Pick<Fault, "rule" | "subject" | "says">[]> {
  const [open, processes] = await Promise.all([openAlerts(db), readProcesses(db, now)]);
  const missing = findFaults(now, calm, processes).filter((f) => f.rule === "part-silent");
  const known = open.filter((a) => a.tone === "strong" && a.rule !== "part-silent");
  return [...missing, ...known].map(({ rule, subject, says }) => ({ rule, subject, says }));
}
