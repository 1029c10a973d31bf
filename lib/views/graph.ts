import { z } from "zod";
import type { Db } from "../db/client";
import { cycles } from "../graph/cycles";
import { digraph } from "../graph/digraph";
import { judge, objectiveOf } from "../ingest/objective";
import { loadLearned } from "../ingest/objective-store";
import { loadPins } from "../ingest/pin-store";
import { loadSnapshot } from "../ingest/snapshot-store";
import { readSetting } from "../people/setting-store";
import { resolveRange } from "../series/time-range";
import { defineView } from "../view";
import { healthOf, healthSlots, worse } from "./graph-health";
import { momentOfSnapshot, readMoment } from "./graph-moment";
import { readBlame } from "./graph-situation";
import { readAnomalies, type ShownAnomaly } from "./metrics-anomalies";

const minute = 60_000;
const hour = 60 * minute;
const atWindowMs = 5 * minute;
const recentChangeMs = 2 * hour;
const staleMs = 3 * minute;
const slots = 60;

/**
 * The service graph over the range, at a moment, or as a snapshot holds it: nodes and edges with rate, errors and latency;
 * health by each service's own objective and by its detectors; changes, cycles, and the blame of a situation.
 */
export const graph = defineView({
  input: z.object({
    from: z.string(),
    to: z.string(),
    /** Epoch ms of the moment to show; the whole range when absent */
    at: z.number().int().nullable().default(null),
    /** Show the suspects of this situation */
    situation: z.number().int().nullable().default(null),
    /** Show this snapshot instead */
    snapshot: z.string().max(60).nullable().default(null),
  }),
  async load({ db, now }, input) {
    const range = resolveRange(input, now);
    const end = Math.min(input.at ?? range.to, now);
    const start = input.at === null ? range.from : end - atWindowMs;
    const [moment, anomalies, services, changes, situation, rules, learned, pins] =
      await Promise.all([
        input.snapshot === null
          ? readMoment(db, start, end, now)
          : loadSnapshot(db.prisma, input.snapshot).then(momentOfSnapshot),
        readAnomalies(db, { from: range.from, to: range.to, take: 2000 }),
        readServices(db, start, end),
        readChanges(db, end),
        input.situation === null ? null : readBlame(db, input.situation),
        readSetting(db.prisma, "graph"),
        loadLearned(db.pool),
        loadPins(db.prisma),
      ]);
    // An imported graph is of another estate: what is known of services of the same name is not said of it.
    const ours = moment.snapshot?.source !== "imported";
    const known = ours ? services : new Map<string, never>();
    const active = ours ? activeAt(anomalies, end) : new Map<string, ShownAnomaly[]>();
    const names = new Set([
      ...moment.nodes.keys(),
      ...(moment.snapshot ? [] : [...known.values()].filter((s) => s.heard).map((s) => s.name)),
    ]);
    const edges = moment.edges.map((e) => {
      const judged = judge(
        e,
        objectiveOf(rules, ours ? learned.get(e.callee) : undefined, e.callee),
      );
      return {
        ...e,
        stale: e.lastAt !== null && moment.to - e.lastAt > staleMs,
        health: judged.level,
        missed: judged.missed,
      };
    });
    return {
      from: range.from,
      to: range.to,
      now,
      /** What the numbers cover */
      window: { from: moment.from, to: moment.to },
      snapshot: moment.snapshot,
      nodes: [...names].sort().map((name) => {
        const m = moment.nodes.get(name);
        const service = known.get(name);
        const external = service ? service.kind === "external" : (m?.external ?? ours);
        const mine = active.get(name) ?? [];
        const objective = objectiveOf(rules, ours ? learned.get(name) : undefined, name);
        // Of an imported graph without an objective nobody can say that it is well.
        const judged =
          m && (ours || objective.errors !== null || objective.p95Ms !== null)
            ? judge(m, objective)
            : null;
        return {
          name,
          external,
          calls: m?.calls ?? 0,
          rate: m?.rate ?? null,
          errorShare: m?.errorShare ?? null,
          p50: m?.p50 ?? null,
          p95: m?.p95 ?? null,
          p99: m?.p99 ?? null,
          health: worse(healthOf(mine, ours && (m?.calls ?? 0) > 0), judged?.level ?? "unknown"),
          objective,
          missed: judged?.missed ?? [],
          anomalies: mine.map((a) => ({ id: a.id, metric: a.metric, level: a.level })),
          group: (ours && rules.services[name]?.group) || service?.namespace || null,
          tags: m?.tags ?? {},
          version: service?.version ?? null,
          versions: service?.versions ?? 0,
          change: (ours && changes.get(name)?.title) || null,
          changeAt: (ours && changes.get(name)?.at) || null,
          suspect: situation?.suspects.get(name) ?? null,
          order: situation?.order.get(name) ?? null,
        };
      }),
      edges,
      cycles: cycles(digraph(edges.map((e) => ({ from: e.caller, to: e.callee })))),
      pins: ours ? pins : {},
      slots: healthSlots(anomalies, { from: range.from, to: range.to, count: slots }),
      flags: [...changes.values()]
        .filter((c) => c.at >= range.from)
        .map((c) => ({ id: c.id, at: c.at, label: c.title })),
      situation: situation && {
        id: situation.id,
        title: situation.title,
        status: situation.status,
        onsetAt: situation.onsetAt,
      },
    };
  },
});

/** Anomalies that page, open at a time, by service. */
function activeAt(anomalies: readonly ShownAnomaly[], at: number): Map<string, ShownAnomaly[]> {
  const map = new Map<string, ShownAnomaly[]>();
  for (const a of anomalies) {
    if (a.muted || a.service === null || a.startedAt > at) continue;
    if ((a.endedAt ?? Number.POSITIVE_INFINITY) < at - minute) continue;
    map.set(a.service, [...(map.get(a.service) ?? []), a]);
  }
  return map;
}

/** All services that there were at `end`, with the newest version known by then. */
async function readServices(db: Db, start: number, end: number) {
  const [rows, versions] = await Promise.all([
    db.prisma.service.findMany({ where: { firstSeenAt: { lte: new Date(end) } } }),
    db.prisma.serviceVersion.findMany({
      where: { firstSeenAt: { lte: new Date(end) } },
      orderBy: { lastSeenAt: "desc" },
    }),
  ]);
  const byService = Map.groupBy(versions, (v) => v.service);
  return new Map(
    rows.map((s) => {
      const own = byService.get(s.name) ?? [];
      return [
        s.name,
        {
          name: s.name,
          kind: s.kind,
          namespace: s.namespace,
          heard: s.lastSeenAt.getTime() > start - 24 * hour,
          version: own[0]?.version ?? null,
          versions: own.filter((v) => v.lastSeenAt.getTime() >= start).length,
        },
      ];
    }),
  );
}

/** The latest change of each service within two hours before `end`. */
async function readChanges(db: Db, end: number) {
  const rows = await db.prisma.change.findMany({
    where: { at: { gte: new Date(end - recentChangeMs), lte: new Date(end) } },
    orderBy: { at: "asc" },
    select: { id: true, service: true, title: true, at: true },
  });
  return new Map(rows.map((c) => [c.service, { id: c.id, title: c.title, at: c.at.getTime() }]));
}
