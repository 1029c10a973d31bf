import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { combined } from "@/lib/diagnose/rank/combined";
import { robustScorer } from "@/lib/diagnose/robust-score";
import { type TraceWindow, traceEvidence } from "@/lib/diagnose/trace-evidence";
import { cut, type ReadSpan, traceProfile } from "@/lib/diagnose/trace-profile";
import { digraph } from "@/lib/graph/digraph";
import { distances } from "@/lib/graph/distances";
import { topmost } from "@/lib/graph/topmost";
import { templateMiner } from "@/lib/math/log-template";
import { cellsOf, recordsOf, textOf } from "./csv";

export type NezhaResult = Record<string, { as1: number; as3: number; as5: number; cases: number }>;

type Minute = TraceWindow & { name: string };
type Metric = { service: string; signal: "cpu" | "memory" | "latency"; points: [number, number][] };

/** Minutes of metrics before the fault that count as usual, and after it that are looked at. */
const usualMinutes = 60;
const lookMinutes = 4;
const floors = {
  cpu: { absolute: 3, share: 0.15 },
  memory: { absolute: 5, share: 0.15 },
  latency: { absolute: 0.01, share: 0.15 },
};

/**
 * Every case of cases.csv: told are the system and the minute in which something was noticed. Usual are all other minutes
 * of the same day whose traces are there, and the hour of metrics before.
 */
export function benchNezha(dir: string): { result: NezhaResult; caseMs: number[] } {
  const caseMs: number[] = [];
  const places = new Map<string, number[]>();
  const cases = recordsOf(textOf(path.join(dir, "cases.csv")) ?? "");
  const days = new Map<string, ReturnType<typeof readDay>>();
  for (const c of cases) {
    const root = path.join(dir, "rca_data", c.day ?? "");
    if (!existsSync(root)) continue;
    const day = days.get(root) ?? readDay(root);
    days.set(root, day);
    const started = performance.now();
    const ranked = rank(day, Date.parse(`${c.inject_time_utc?.replace(" ", "T")}Z`), {
      traces: (c.trace_minutes ?? "").split(" ").filter(Boolean),
      logs: (c.log_minutes ?? "").split(" ").filter(Boolean),
    });
    caseMs.push(performance.now() - started);
    const at = ranked.indexOf(c.service ?? "");
    const list = places.get(c.system ?? "") ?? [];
    list.push(at);
    places.set(c.system ?? "", list);
  }
  const share = (list: number[], k: number) =>
    list.filter((p) => p >= 0 && p < k).length / list.length;
  return {
    caseMs,
    result: Object.fromEntries(
      [...places].map(([system, list]) => [
        system,
        { as1: share(list, 1), as3: share(list, 3), as5: share(list, 5), cases: list.length },
      ]),
    ),
  };
}

function rank(
  day: ReturnType<typeof readDay>,
  at: number,
  told: { traces: string[]; logs: string[] },
): string[] {
  const nodes = new Map<string, { score: number; own: number; onset: null; direct: number }>();
  const raise = (service: string, score: number) => {
    const known = nodes.get(service);
    if (!known || known.score < score)
      nodes.set(service, { score, own: 1, onset: null, direct: score });
  };
  const names = new Set([...told.traces, ...told.logs]);
  const minutes = day.minutes.filter((m) => names.has(m.name));
  const usual = day.minutes.filter((m) => !names.has(m.name));
  for (const [service, { score }] of traceEvidence(minutes, usual)) raise(service, score);
  for (const m of day.metrics) {
    if (m.signal === "latency" && minutes.length > 0) continue;
    const was = m.points.filter(([t]) => t >= at - usualMinutes * 60_000 && t < at - 60_000);
    const is = m.points.filter(([t]) => t >= at && t < at + lookMinutes * 60_000);
    const score = robustScorer(
      was.map(([, v]) => v),
      floors[m.signal],
    );
    if (!score || is.length === 0) continue;
    const worst = is.map(([, v]) => score(v)).sort((a, b) => b - a);
    raise(m.service, Math.max(0, worst[1] ?? worst[0] ?? 0));
  }
  for (const [n, v] of nodes) if (v.score < 1) nodes.delete(n);
  const entry = topmost([...nodes.keys()], (s) => distances(day.graph, s, "out")) ?? "";
  return combined({ graph: day.graph, entry, nodes }, new Set()).map((r) => r.node);
}

const serviceOf = (pod: string): string => pod.replace(/-[0-9a-f]{6,10}-[0-9a-z]{5}$/, "");

function readDay(root: string) {
  const miner = templateMiner();
  const minutes: Minute[] = [];
  const edges = new Map<string, { from: string; to: string }>();
  for (const file of readdirSync(path.join(root, "trace")).sort()) {
    const name = file.slice(0, 5);
    const logs = textOf(path.join(root, "log", `${name}_log.csv`));
    const spans = readSpans(
      textOf(path.join(root, "trace", `${name}_trace.csv`)) ?? "",
      logs,
      miner,
    );
    const service = new Map(spans.map((s) => [s.trace + cut + s.id, s.service]));
    for (const s of spans) {
      const from = service.get(s.trace + cut + s.parent);
      if (from && from !== s.service) edges.set(`${from} ${s.service}`, { from, to: s.service });
    }
    minutes.push({ name, richer: logs !== null, profile: traceProfile(spans) });
  }
  const metrics: Metric[] = [];
  for (const file of readdirSync(path.join(root, "metric"))) {
    const text = textOf(path.join(root, "metric", file.replace(/\.gz$/, ""))) ?? "";
    if (file.includes("_metric")) metrics.push(...readMetrics(text));
    else if (file.startsWith("source_"))
      for (const name of (cellsOf(text)[0] ?? []).slice(2)) {
        const [from = "", to = ""] = name.split("_");
        edges.set(`${from} ${to}`, { from, to });
      }
  }
  return { minutes, metrics, graph: digraph(edges.values()) };
}

function readMetrics(text: string): Metric[] {
  const rows = recordsOf(text);
  const column = (signal: Metric["signal"], name: string): Metric => ({
    service: serviceOf(rows[0]?.PodName ?? ""),
    signal,
    points: rows.flatMap((r): [number, number][] => {
      const value = Number.parseFloat(r[name] ?? "");
      const at = Date.parse(`${r.Time?.slice(0, 19).replace(" ", "T")}Z`);
      return Number.isNaN(value) || Number.isNaN(at) ? [] : [[at, value]];
    }),
  });
  return [
    column("cpu", "CpuUsageRate(%)"),
    column("memory", "MemoryUsageRate(%)"),
    column("latency", "PodServerLatencyP90(s)"),
  ];
}

function readSpans(
  text: string,
  logs: string | null,
  miner: ReturnType<typeof templateMiner>,
): ReadSpan[] {
  const events = new Map<string, { at: number; template: string }[]>();
  if (logs !== null)
    for (const r of recordsOf(logs)) {
      const key = (r.TraceID ?? "") + cut + (r.SpanID ?? "");
      const list = events.get(key) ?? [];
      list.push({
        at: ms(r.TimeUnixNano ?? ""),
        template: templateOf(miner, messageOf(r.Log ?? "")),
      });
      events.set(key, list);
    }
  return cellsOf(text)
    .slice(1)
    .map(([trace = "", id = "", parent = "", pod = "", operation = "", start = "", end = ""]) => ({
      trace,
      id,
      parent: parent === "root" ? null : parent,
      service: serviceOf(pod),
      operation,
      start: ms(start),
      end: ms(end),
      events: events.get(trace + cut + id) ?? [],
    }));
}

/** Nanoseconds since 1970 as ms since the day began, so that fractions survive. */
const ms = (nano: string): number => Number(BigInt(nano || "0") % 86_400_000_000_000n) / 1_000_000;

/** The message inside the container's JSON, without its clock and ids, which say nothing of what happened. */
function messageOf(log: string): string {
  const inner = /"log":"((?:[^"\\]|\\.)*)/.exec(log)?.[1] ?? log;
  return inner
    .replace(/\\n$/, "")
    .replace(/^[\d:.]+\s+/, "")
    .replace(/TraceID: \w+ SpanID: \w+ ?/, "");
}

/** Where in the code it was logged, when the message tells that, else its mined template. */
function templateOf(miner: ReturnType<typeof templateMiner>, message: string): string {
  return /^[A-Z]+\s+\S+#\d+/.exec(message)?.[0] ?? miner.learn(message).key;
}
