import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { version } from "../../package.json";
import type { Report } from "./model";

const minuteMs = 60_000;

/** Counts errors by minute of the last hour. */
function errorCount() {
  const minutes = new Map<number, number>();
  let last: Report["lastError"] = null;
  return {
    note(says: string, at: number) {
      const minute = Math.floor(at / minuteMs);
      minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
      last = { at, says: says.slice(0, 300) };
      for (const m of minutes.keys()) if (m <= minute - 60) minutes.delete(m);
    },
    lastHour(now: number) {
      const first = Math.floor(now / minuteMs) - 59;
      let sum = 0;
      for (const [minute, n] of minutes) if (minute >= first) sum += n;
      return sum;
    },
    last: () => last,
  };
}

function createMeter() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <T extends string>(name: string, help: string, labelNames: T[] = []) =>
    new Counter({ name: `sitroom_${name}`, help, labelNames, registers });
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `sitroom_${name}`, help, registers });
  new Gauge({
    name: "sitroom_build_info",
    help: "Always 1; the version that runs",
    labelNames: ["version"],
    registers,
  }).set({ version }, 1);
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  return {
    registry,
    version,
    errors: errorCount(),
    /** Epoch ms at which records were last found to be gone unread */
    skippedAt: null as number | null,
    errorsTotal: counter("errors_total", "Errors written to the log"),
    /** The 99th percentile of how late the event loop was since the last call, ms. */
    takeLoopLagMs() {
      // The histogram counts whole turns of its timer: what is beyond its resolution is lateness.
      const ms = delay.count === 0 ? 0 : delay.percentile(99) / 1e6 - 20;
      delay.reset();
      return Math.max(0, ms);
    },
    ingest: {
      accepted: counter("ingest_accepted_total", "Committed by ingest, by what it is", ["kind"]),
      refused: counter(
        "ingest_refused_total",
        "Requests that ingest refused, by the reason's code",
        ["code"],
      ),
      rejected: counter(
        "ingest_rejected_total",
        "Points, spans and log records left out of requests that were accepted: too old, too new or without a value",
      ),
      commit: new Histogram({
        name: "sitroom_ingest_commit_seconds",
        help: "Time of one transaction that takes what arrived",
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        registers,
      }),
      waiting: gauge("ingest_waiting", "Points, spans and log records that wait for a transaction"),
    },
    detect: {
      points: counter("detect_points_total", "Points read from the stream"),
      late: counter("detect_late_total", "Points that came too late for a detector"),
      unknown: counter("detect_unknown_total", "Points of no known series"),
      verdicts: counter("detect_verdicts_total", "Points judged, once for each detector"),
      anomalies: counter("detect_anomalies_written_total", "Anomalies written or updated"),
      skipped: counter("detect_records_skipped_total", "Records that were gone before being read"),
      learning: gauge("detect_trainings_waiting", "Detectors that still learn from history"),
    },
    chat: chatConnections(),
    jobs: {
      runs: counter("job_runs_total", "Jobs run, by name and result", ["job", "result"]),
      seconds: new Histogram({
        name: "sitroom_job_seconds",
        help: "Time of one run of a job",
        labelNames: ["job"],
        buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300],
        registers,
      }),
    },
  };
}

/** How the connections are through which chats send presses of buttons. */
function chatConnections() {
  type State = { name: string; connected: boolean; says: string | null; since: number };
  const all = new Map<string, State>();
  return {
    list: () => [...all].map(([id, state]) => ({ id, ...state })),
    /** How to tell the state of one channel; null when it is closed. */
    channel(id: string, name: string) {
      let mine: State = { name, connected: false, says: null, since: Date.now() };
      all.set(id, mine);
      return (state: { connected: boolean; says: string | null } | null): void => {
        // Another connection of the channel may have taken its place.
        if (all.get(id) !== mine) return;
        if (state === null) {
          all.delete(id);
          return;
        }
        const since = state.connected === mine.connected ? mine.since : Date.now();
        mine = { name, ...state, since };
        all.set(id, mine);
      };
    },
  };
}

export type Meter = ReturnType<typeof createMeter>;
const store = globalThis as { sitroomMeter?: Meter };

/** What this process counts of itself: one per process, made at its first use. */
export function meter(): Meter {
  store.sitroomMeter ??= createMeter();
  return store.sitroomMeter;
}

type Readable = { get(): Promise<{ values: { value: number; labels: object }[] }> };

/** The sum of a metric over its labels, or over those of one value. */
export async function sumOf(
  metric: Readable,
  label?: { name: string; value: string },
): Promise<number> {
  const { values } = await metric.get();
  return values
    .filter((v) => !label || (v.labels as Record<string, unknown>)[label.name] === label.value)
    .reduce((sum, v) => sum + v.value, 0);
}
