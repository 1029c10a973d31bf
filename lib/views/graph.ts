import { z } from "zod";
import { Problem } from "../problem";
import { resolveRange } from "../series/time-range";
import { defineView } from "../view";
import { readEdges, readTraffic } from "./graph-traffic";
import { readAnomalies, type ShownAnomaly } from "./metrics-anomalies";

const minute = 60_000;
const hour = 60 * minute;
/** Rates and quantiles are measured over at most this much before the moment shown. */
const maxWindowMs = hour;
const atWindowMs = 5 * minute;
const recentChangeMs = 2 * hour;
const slots = 60;

export type Health = "ok" | "weak" | "strong" | "unknown";

/** The service graph at a moment: nodes and edges with rate, errors and latency, health, changes, and the blame of a situation. */
export const graph = defineView({
  input: z.object({
    from: z.string(),
    to: z.string(),
    /** Epoch ms of the moment to show; the end of the range when absent */
    at: z.number().int().nullable().default(null),
    /** Show the suspects of this situation */
    situation: z.number().int().nullable().default(null),
  }),
  async load({ db, now }, input) {
    const range = resolveRange(input, now);
    const end = Math.min(input.at ?? range.to, now);
    const start = input.at === null ? Math.max(range.from, end - maxWindowMs) : end - atWindowMs;
    const [traffic, edges, anomalies, services, versions, changes, situation] = await Promise.all([
      readTraffic(db, start, end),
      readEdges(db, start, end),
      readAnomalies(db, { from: range.from, to: range.to, take: 2000 }),
      db.prisma.service.findMany({ orderBy: { name: "asc" } }),
      db.prisma.serviceVersion.findMany({
        where: { firstSeenAt: { lte: new Date(end) } },
        orderBy: { lastSeenAt: "desc" },
      }),
      db.prisma.change.findMany({
        where: { at: { gte: new Date(end - recentChangeMs), lte: new Date(end) } },
        orderBy: { at: "desc" },
        select: { id: true, service: true, title: true, kind: true, at: true },
      }),
      input.situation === null ? null : readSituation(db, input.situation),
    ]);
    const known = new Map(services.map((s) => [s.name, s]));
    const names = new Set([
      ...services.filter((s) => s.lastSeenAt.getTime() > start - 24 * hour).map((s) => s.name),
      ...edges.flatMap((e) => [e.caller, e.callee]),
    ]);
    const active = anomalies.filter(
      (a) =>
        !a.muted && a.startedAt <= end && (a.endedAt ?? Number.POSITIVE_INFINITY) >= end - minute,
    );
    return {
      from: range.from,
      to: range.to,
      now,
      /** What the numbers cover */
      window: { from: start, to: end },
      nodes: [...names].sort().map((name) => {
        const t = traffic.get(name);
        const inbound = edges.filter((e) => e.callee === name);
        const external = known.get(name)?.kind === "external" || !known.has(name);
        const mine = active.filter((a) => a.service === name);
        const suspect = situation?.suspects.find((s) => s.service === name) ?? null;
        return {
          name,
          external,
          rate: t?.rate ?? (external ? sum(inbound.map((e) => e.rate)) : null),
          errorShare: t?.errorShare ?? (external ? shareOf(inbound) : null),
          p50: t?.p50 ?? null,
          p95: t?.p95 ?? (external ? (inbound[0]?.p95 ?? null) : null),
          p99: t?.p99 ?? null,
          health: healthOf(mine, t !== undefined || inbound.length > 0),
          anomalies: mine.map((a) => ({ id: a.id, metric: a.metric, level: a.level })),
          version: versions.find((v) => v.service === name)?.version ?? null,
          versions: versions.filter((v) => v.service === name && v.lastSeenAt.getTime() >= start)
            .length,
          change: changes.find((c) => c.service === name)?.title ?? null,
          changeAt: changes.find((c) => c.service === name)?.at.getTime() ?? null,
          suspect,
          order: situation ? orderOf(name, situation.onsets) : null,
        };
      }),
      edges,
      slots: healthSlots(anomalies, range.from, range.to),
      flags: changes
        .filter((c) => c.at.getTime() >= range.from)
        .map((c) => ({ id: c.id, at: c.at.getTime(), label: c.title })),
      situation: situation && {
        id: situation.id,
        title: situation.title,
        status: situation.status,
      },
    };
  },
});

const sum = (ns: readonly number[]) => ns.reduce((a, b) => a + b, 0);
const shareOf = (edges: readonly { rate: number; errorShare: number }[]) => {
  const all = sum(edges.map((e) => e.rate));
  return all > 0 ? sum(edges.map((e) => e.rate * e.errorShare)) / all : null;
};

function healthOf(anomalies: readonly ShownAnomaly[], heard: boolean): Health {
  if (anomalies.some((a) => a.level === "STRONG")) return "strong";
  if (anomalies.length > 0) return "weak";
  return heard ? "ok" : "unknown";
}

/** The worst level of all services in each of 60 equal parts of the range. */
function healthSlots(anomalies: readonly ShownAnomaly[], from: number, to: number): Health[] {
  const width = (to - from) / slots;
  return Array.from({ length: slots }, (_, i) => {
    const a = from + i * width;
    const here = anomalies.filter(
      (x) => !x.muted && x.startedAt < a + width && (x.endedAt ?? Number.POSITIVE_INFINITY) > a,
    );
    return healthOf(here, true);
  });
}

const orderOf = (service: string, onsets: readonly string[]): number | null => {
  const i = onsets.indexOf(service);
  return i < 0 ? null : i + 1;
};

async function readSituation(db: Parameters<typeof readAnomalies>[0], id: number) {
  const found = await db.prisma.situation.findUnique({
    where: { id },
    include: {
      suspects: { where: { veto: null }, orderBy: { rank: "asc" } },
      members: { include: { anomaly: { select: { service: true, startedAt: true } } } },
    },
  });
  if (!found) throw new Problem("not-found", `There is no situation S-${id}.`);
  const starts = found.members
    .map((m) => m.anomaly)
    .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  return {
    id: found.id,
    title: found.title,
    status: found.status,
    suspects: found.suspects.map((s) => ({
      service: s.service,
      title: s.title,
      score: s.score,
      rank: s.rank,
      kind: s.kind,
      evidence: (s.evidence as { says: string }[]).map((e) => e.says),
    })),
    /** Services in the order in which they left their band */
    onsets: [...new Set(starts.flatMap((a) => a.service ?? []))],
  };
}
