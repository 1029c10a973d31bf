import { anomalyOf } from "@/lib/db/anomaly-of";
import { loadCallGraph } from "@/lib/db/call-graph";
import { isOurs } from "@/lib/db/change-of";
import type { Tx } from "@/lib/db/client";
import { earlierTroubles } from "@/lib/db/earlier-troubles";
import type { Anomaly } from "@/lib/detect/model";
import { calmAt, calmBefore } from "@/lib/math/calm-before";
import { siteMs, waitMs } from "./board";
import { silentMs } from "./clear";
import { movedMembers } from "./grouping-label";
import { guardMs, type RequestCount, usualMs } from "./impact";
import { pairKey, type Severity, signalOf } from "./model";
import { Sites } from "./sites";
import { aftermathMs, type EndedGroup, type Group } from "./situate";
import { type Memory, type Terrain, terrain, trustKey } from "./terrain";

const hourMs = 3_600_000;
/** How many members a situation's title and severity are computed from; the newest beyond it add nothing new. */
const toldMembers = 2000;

export type OpenSituation = Group & {
  status: "open" | "acknowledged" | "candidate";
  title: string;
  severity: Severity;
  services: string[];
  /** When its first member began, and when it began as a person says */
  onsetAt: number;
  saidOnsetAt: number | null;
  renamed: boolean;
  /** A remedy is under way, so it does not clear by itself */
  busy: boolean;
  /** Epoch ms: when its facts were last brought up to date, and when a member last changed */
  updatedAt: number;
  movedAt: number;
  members: number;
  /** Epoch ms at which the last member was over; null while one goes on */
  quietSince: number | null;
};

/** Anomalies of the last minutes that are in no situation and not muted. */
export async function loadWaiting(tx: Tx, now: number): Promise<Anomaly[]> {
  const rows = await tx.anomaly.findMany({
    where: {
      startedAt: { gte: new Date(now - hourMs) },
      lastAt: { gte: new Date(now - waitMs) },
      OR: [{ endedAt: null }, { endedAt: { gte: new Date(now - waitMs) } }],
      muted: null,
      member: null,
    },
    orderBy: [{ startedAt: "asc" }, { id: "asc" }],
    take: 2000,
  });
  return rows.map(anomalyOf);
}

/** Series among these that broke `times` or more within the last hour. */
export async function loadFlapping(
  tx: Tx,
  seriesIds: readonly number[],
  times: number,
  now: number,
): Promise<Set<number>> {
  const rows = await tx.anomaly.groupBy({
    by: ["seriesId"],
    where: { seriesId: { in: [...new Set(seriesIds)] }, startedAt: { gt: new Date(now - hourMs) } },
    _count: true,
  });
  return new Set(rows.filter((r) => r._count >= times).map((r) => r.seriesId));
}

type SiteRow = {
  id: number;
  service: string | null;
  first: number;
  last: number;
  until: number | null;
  metrics: string[];
};
type TotalRow = {
  id: number;
  members: number;
  moved: number;
  last: number;
  going: boolean;
};

/**
 * Unresolved situations and candidates, each summed up in the database by service: members are not read, so a long one
 * costs no more than a short one. What was over an hour ago draws no new members.
 */
export async function loadOpen(tx: Tx, now: number): Promise<OpenSituation[]> {
  const rows = await tx.situation.findMany({
    where: { status: { in: ["open", "acknowledged", "candidate"] } },
    include: {
      remedies: {
        where: {
          OR: [
            { state: { in: ["approved", "executing"] } },
            {
              state: "executed",
              OR: [{ verification: null }, { verification: { endedAt: null } }],
            },
          ],
        },
        select: { id: true },
      },
    },
    orderBy: { id: "asc" },
  });
  const ids = rows.map((r) => r.id);
  if (ids.length === 0) return [];
  const [sites, totals, renames, labels] = [
    await tx.$queryRaw<SiteRow[]>`
      SELECT m."situationId" AS id, a.service,
        (extract(epoch FROM min(a."startedAt")) * 1000)::float8 AS first,
        (extract(epoch FROM max(a."startedAt")) * 1000)::float8 AS last,
        CASE WHEN bool_or(a."endedAt" IS NULL) THEN NULL ELSE (extract(epoch FROM max(a."endedAt")) * 1000)::float8 END AS until,
        array_agg(a.metric ORDER BY a."startedAt", a.id) AS metrics
      FROM situation_anomalies m JOIN anomalies a ON a.id = m."anomalyId"
      WHERE m."situationId" = ANY(${ids}) AND (a."endedAt" IS NULL OR a."endedAt" > ${new Date(now - siteMs)})
      GROUP BY 1, 2 ORDER BY 1, 3, 2`,
    await tx.$queryRaw<TotalRow[]>`
      SELECT m."situationId" AS id, count(*)::int AS members,
        (extract(epoch FROM max(greatest(a."updatedAt", m."addedAt"))) * 1000)::float8 AS moved,
        (extract(epoch FROM max(coalesce(a."endedAt", a."lastAt"))) * 1000)::float8 AS last,
        bool_or(a."endedAt" IS NULL AND a."lastAt" >= ${new Date(now - silentMs)}) AS going
      FROM situation_anomalies m JOIN anomalies a ON a.id = m."anomalyId"
      WHERE m."situationId" = ANY(${ids}) GROUP BY 1`,
    await tx.timelineEvent.findMany({
      where: { situationId: { in: ids }, kind: "rename-situation" },
      select: { situationId: true },
    }),
    await loadTouched(tx, now),
  ];
  const renamed = new Set(renames.map((r) => r.situationId));
  return rows.map((row) => {
    const total = totals.find((t) => t.id === row.id);
    return {
      id: row.id,
      status: row.status as OpenSituation["status"],
      title: row.title,
      severity: row.severity as Severity,
      services: row.services,
      onsetAt: row.onsetAt.getTime(),
      saidOnsetAt: row.saidOnsetAt?.getTime() ?? null,
      onset: row.onsetAt.getTime(),
      sites: sitesOf(sites.filter((s) => s.id === row.id)),
      barred: labels.barred.get(row.id) ?? new Set<string>(),
      fixed: labels.fixed.has(row.id) || row.status === "acknowledged",
      renamed: renamed.has(row.id),
      busy: row.remedies.length > 0,
      updatedAt: row.updatedAt.getTime(),
      movedAt: total?.moved ?? 0,
      members: total?.members ?? 0,
      quietSince: total && !total.going ? total.last : null,
    };
  });
}

function sitesOf(rows: readonly SiteRow[]): Sites {
  const sites = new Sites();
  for (const { service, first, last, until, metrics } of rows)
    sites.put(
      service,
      first,
      last,
      until ?? Number.POSITIVE_INFINITY,
      metrics[0] ?? "",
      metrics.map(signalOf),
    );
  return sites;
}

/** What people have said of grouping lately: anomalies that were taken out, by situation, and situations they shaped. */
export async function loadTouched(tx: Tx, now: number) {
  const rows = await tx.groupingLabel.findMany({
    where: { undoneAt: null, at: { gte: new Date(now - 7 * 24 * hourMs) } },
    select: { kind: true, situationId: true, moved: true },
  });
  const barred = new Map<number, Set<string>>();
  const loose = new Set<string>();
  for (const { kind, situationId, moved } of rows) {
    if (kind !== "unlink") continue;
    const out = barred.get(situationId) ?? new Set<string>();
    for (const { anomalyId } of movedMembers.parse(moved).members) {
      out.add(anomalyId);
      loose.add(anomalyId);
    }
    barred.set(situationId, out);
  }
  return { barred, loose, fixed: new Set(rows.map((r) => r.situationId)) };
}

/** The members of a situation, the first ones first. */
export async function loadMembers(tx: Tx, situationId: number): Promise<Anomaly[]> {
  const rows = await tx.situationAnomaly.findMany({
    where: { situationId },
    include: { anomaly: true },
    orderBy: { anomaly: { startedAt: "asc" } },
    take: toldMembers,
  });
  return rows.map((m) => anomalyOf(m.anomaly));
}

/** Situations that ended so lately that their aftermath still belongs to them. Candidates and what was merged have none. */
export async function loadEnded(tx: Tx, reachMs: number, now: number): Promise<EndedGroup[]> {
  const rows = await tx.situation.findMany({
    where: {
      status: "resolved",
      resolvedAt: { gte: new Date(now - Math.max(aftermathMs, reachMs)) },
      resolution: { in: ["cleared", "recovered", "by-hand"] },
    },
    include: {
      members: {
        select: {
          anomaly: { select: { seriesId: true, direction: true, endedAt: true, lastAt: true } },
        },
      },
    },
    orderBy: { resolvedAt: "desc" },
  });
  return rows.map((row) => ({
    id: row.id,
    members: row.members.map(({ anomaly: a }) => ({
      seriesId: a.seriesId,
      direction: a.direction === "below" ? ("below" as const) : ("above" as const),
      endedAt: a.endedAt?.getTime() ?? null,
      lastAt: a.lastAt.getTime(),
    })),
    resolvedAt: row.resolvedAt?.getTime() ?? now,
    resolution: row.resolution,
  }));
}

/** What labels and verified recoveries have taught. */
export async function loadMemory(tx: Tx): Promise<Memory> {
  const rows = await tx.groupingMemory.findMany({ take: 5000, orderBy: { updatedAt: "desc" } });
  const of = (kind: string, key: (a: string, b: string) => string) =>
    new Map(
      rows
        .filter((r) => r.kind === kind)
        .map((r) => [key(r.a, r.b), { plus: r.plus, minus: r.minus }] as const),
    );
  return { ties: of("tie", pairKey), trust: of("trust", trustKey) };
}

/** The calls and changes of the last hour. Changes that one of our own remedies made are left out. */
export async function loadTerrain(tx: Tx, now: number): Promise<Terrain> {
  const { graph, silent } = await loadCallGraph(tx, now - hourMs, now);
  const changes = await tx.change.findMany({
    where: { at: { gte: new Date(now - hourMs) } },
    select: { id: true, service: true, title: true, at: true, details: true },
    orderBy: { at: "desc" },
    take: 500,
  });
  const foreign = changes.filter((c) => !isOurs(c.details));
  return terrain(
    graph,
    silent,
    foreign.map((c) => ({ id: c.id, service: c.service, title: c.title, at: c.at.getTime() })),
    await loadMemory(tx),
  );
}

/** Requests of a service per window, all versions together, from the usual time before onset on, without earlier troubles. */
export async function loadRequests(
  tx: Tx,
  service: string,
  onsetAt: number,
): Promise<{ windows: RequestCount[]; usualFrom: number }> {
  const until = onsetAt - guardMs;
  const usual = calmBefore(
    until,
    usualMs - guardMs,
    await earlierTroubles(tx, [service], until),
  ) ?? { from: onsetAt - usualMs, troubles: [] };
  const rows = await tx.requestWindow.groupBy({
    by: ["start"],
    where: { service, start: { gte: new Date(usual.from) } },
    _sum: { count: true, errors: true },
  });
  const windows = rows
    .map((r) => ({
      start: r.start.getTime(),
      count: r._sum.count ?? 0,
      errors: r._sum.errors ?? 0,
    }))
    .filter((w) => calmAt(usual.troubles, w.start));
  return { windows, usualFrom: usual.from };
}
