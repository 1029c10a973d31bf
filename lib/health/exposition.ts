import type { Db } from "../db/client";
import { openAlerts } from "./alert-store";
import { estateMetrics } from "./estate-metrics";
import { meter } from "./meter";
import { readProcesses } from "./process-store";
import { readOwnState } from "./state-store";

/** The type of what `/metrics` answers. */
export const expositionType = "text/plain; version=0.0.4; charset=utf-8";

/**
 * What `/metrics` answers: this process, and with `estate` what all of them share. Without a database the process alone is told:
 * a scrape must not fail just when something is wrong.
 */
export async function exposition(db: Db, { estate, now }: { estate: boolean; now: number }) {
  const own = await meter().registry.metrics();
  if (!estate) return own;
  const shared = await Promise.all([
    readOwnState(db, now),
    readProcesses(db, now),
    openAlerts(db),
  ]).catch(() => null);
  const up = `# HELP sitroom_database_up Whether the database answered this scrape\n# TYPE sitroom_database_up gauge\nsitroom_database_up ${shared ? 1 : 0}\n`;
  if (!shared) return `${own}${up}`;
  const [state, processes, alerts] = shared;
  return `${own}${await estateMetrics(state, processes, alerts.length, now)}${up}`;
}
