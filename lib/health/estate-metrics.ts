import { Gauge, Registry } from "prom-client";
import type { OwnProcess, OwnState } from "./model";

/** What all processes share, in Prometheus's words; from any process it is the same. */
export async function estateMetrics(
  state: OwnState,
  processes: readonly OwnProcess[],
  openAlerts: number,
  now: number,
): Promise<string> {
  const registers = [new Registry()];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `sitroom_${name}`, help, labelNames, registers });

  const partitions = gauge(
    "stream_lag_records",
    "Records accepted and not judged yet, per partition",
    ["partition"],
  );
  for (const { partition, records } of state.partitions) partitions.set({ partition }, records);
  gauge("detect_lag_seconds", "Age of the oldest record that is not judged yet").set(
    state.lag.behindMs / 1000,
  );

  const queued = gauge("jobs", "Jobs in the queue", ["job", "state"]);
  const oldest = gauge("job_oldest_seconds", "Age of the oldest job that is due", ["job"]);
  for (const j of state.jobs) {
    for (const name of ["due", "later", "running", "failing", "dead"] as const)
      queued.set({ job: j.name, state: name }, j[name]);
    oldest.set({ job: j.name }, j.oldestMs / 1000);
  }

  const remedies = gauge("remedies", "Remedies ever proposed, by state", ["state"]);
  for (const { state: name, count } of state.remedies) remedies.set({ state: name }, count);
  const messages = gauge("messages", "Messages kept, by state", ["state"]);
  for (const { state: name, count } of state.messages) messages.set({ state: name }, count);
  const anomalies = gauge("anomalies_open", "Anomalies that last", ["level"]);
  for (const level of ["WEAK", "STRONG"])
    anomalies.set({ level }, state.openAnomalies.find((a) => a.level === level)?.count ?? 0);

  gauge("timeline_unsealed_seconds", "Age of the oldest timeline entry without a seal").set(
    state.unsealedAt === null ? 0 : Math.max(0, now - state.unsealedAt) / 1000,
  );
  const bytes = gauge("table_bytes", "Size of a table kept by day", ["table"]);
  const days = gauge("table_partitions", "Daily partitions that a table has", ["table"]);
  for (const table of state.tables) {
    bytes.set({ table: table.name }, table.bytes);
    days.set({ table: table.name }, table.days);
  }
  gauge("database_bytes", "Size of the database").set(state.databaseBytes);

  const beat = gauge(
    "part_beat_age_seconds",
    "Since a part was last heard of, of its newest process",
    ["part"],
  );
  for (const part of new Set(processes.flatMap((p) => p.parts)))
    beat.set(
      { part },
      Math.min(...processes.filter((p) => p.parts.includes(part)).map((p) => now - p.beatAt)) /
        1000,
    );
  gauge("own_alerts_open", "Alerts on Sitroom itself that are open").set(openAlerts);
  return (registers[0] as Registry).metrics();
}
