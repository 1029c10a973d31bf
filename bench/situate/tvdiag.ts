import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Anomaly } from "@/lib/detect/model";
import { digraph } from "@/lib/graph/digraph";
import { golden } from "@/lib/ingest/model";
import { dice } from "@/lib/sim/estate";
import { Board } from "@/lib/situate/board";
import { terrain } from "@/lib/situate/terrain";
import { type Case, judge } from "./judge";

const minute = 60_000;
/** Within one system failures follow each other; the other system's fail in between. */
const apartMs = 20 * minute;
const spreadMs = 60_000;
const lastsMs = 8 * minute;
const turnMs = 10_000;

const byCase = <T extends z.ZodType>(row: T) => z.record(z.string(), z.array(row));
const names = z.tuple([z.string()], z.string());

type Alert = { service: string; metric: string; direction: "above" | "below"; failure: string };

/**
 * The failures of both systems in one estate, each system's one after the other and the two systems' overlapping by
 * turns by half. The set tells no times: an alert begins at random within the first minute of its failure and lasts
 * eight. Who calls whom is taken from the traces. What belongs together is the failure that an alert was raised in.
 */
export function benchTvdiag(root: string): Case | null {
  const roll = dice(1);
  const start = Date.UTC(2026, 2, 2);
  const edges = new Map<string, { from: string; to: string }>();
  const alerts: (Alert & { at: number })[] = [];
  const nodes = new Set<string>();
  ["hotel", "sockshop"].forEach((system, s) => {
    const dir = path.join(root, system, "raw");
    if (!existsSync(dir)) return;
    const raw = (file: string): unknown =>
      JSON.parse(readFileSync(path.join(dir, `${file}.json`), "utf8"));
    const metrics = byCase(names).parse(raw("metrics"));
    const logs = byCase(names).parse(raw("logs"));
    const traces = byCase(names).parse(raw("traces"));
    const own = (name: string) => `${system}/${name}`;
    for (const list of Object.values(byCase(z.string()).parse(raw("nodes"))))
      for (const n of list) nodes.add(own(n));
    for (const list of Object.values(traces))
      for (const [from, to = ""] of list)
        if (from !== "-1" && from !== to && to !== "")
          edges.set(`${own(from)}>${own(to)}`, { from: own(from), to: own(to) });
    Object.keys(metrics).forEach((id, i) => {
      const begins = start + i * apartMs + (s * apartMs) / 2 - (i % 2) * (apartMs / 2) * s;
      const failure = `fault ${system} ${id}`;
      const told = new Map<string, Alert>();
      const add = (service: string, metric: string, direction: Alert["direction"]) =>
        told.set(`${service} ${metric}`, { service: own(service), metric, direction, failure });
      for (const [service, metric = "", way] of metrics[id] ?? [])
        add(service, metric, way === "down" ? "below" : "above");
      for (const [service, template = ""] of logs[id] ?? []) add(service, template, "above");
      for (const [, callee = "", , kind] of traces[id] ?? [])
        add(callee, kind === "PD" ? golden.p95 : golden.errors, "above");
      for (const a of told.values())
        alerts.push({ ...a, at: begins + Math.floor((roll.next() * spreadMs) / turnMs) * turnMs });
    });
  });
  if (alerts.length === 0) return null;
  const land = terrain(digraph(edges.values(), nodes));
  return play(alerts, land);
}

function play(alerts: readonly (Alert & { at: number })[], land: ReturnType<typeof terrain>): Case {
  const failureOf = new Map<string, string>();
  const seriesIds = new Map<string, number>();
  const all: Anomaly[] = [...alerts]
    .sort((a, b) => a.at - b.at)
    .map(({ service, metric, direction, failure, at }, i) => {
      failureOf.set(`t${i}`, failure);
      const key = `${service} ${metric}`;
      const seriesId = seriesIds.get(key) ?? seriesIds.size;
      seriesIds.set(key, seriesId);
      const golden_ = metric === golden.p95 || metric === golden.errors;
      return {
        id: `t${i}`,
        seriesId,
        detectorId: "tvdiag",
        detectorVersion: 1,
        service,
        metric,
        level: golden_ ? "STRONG" : "WEAK",
        direction,
        startedAt: at,
        lastAt: at,
        endedAt: null,
        points: 2,
        peakAt: at,
        peakValue: 1,
        peakExpected: 0,
        peakLower: null,
        peakUpper: null,
        peakScore: 5,
        muted: null,
      };
    });
  const board = new Board();
  const told = new Map(all.map((a) => [a.id, a]));
  let next = 0;
  let ending = 0;
  const last = (all.at(-1)?.startedAt ?? 0) + lastsMs + 30 * minute;
  for (let now = all[0]?.startedAt ?? 0; now <= last; now += turnMs) {
    const changed: Anomaly[] = [];
    for (; all[next] && (all[next]?.startedAt ?? 0) < now; next++)
      changed.push(all[next] as Anomaly);
    for (; ending < next && (all[ending]?.startedAt ?? 0) + lastsMs <= now; ending++) {
      const a = all[ending] as Anomaly;
      changed.push({ ...a, lastAt: now, endedAt: a.startedAt + lastsMs });
    }
    board.turn(now, changed, land);
  }
  return judge(
    "tvdiag, interleaved",
    board,
    told.values(),
    (a) => failureOf.get(a.id) ?? "",
    () => true,
  );
}
