import { anomalyOf } from "@/lib/db/anomaly-of";
import { loadCallGraph } from "@/lib/db/call-graph";
import type { Tx } from "@/lib/db/client";
import type { Anomaly } from "@/lib/detect/model";
import { type RequestCount, usualMs } from "./impact";
import type { Severity } from "./model";
import { aftermathMs, type EndedGroup, type Group } from "./situate";
import { type Terrain, terrain } from "./terrain";

const hourMs = 3_600_000;
/** An anomaly that waits for company is forgotten this long after its last point. */
const waitMs = 5 * 60_000;

export type OpenSituation = Group & {
  title: string;
  severity: Severity;
  services: string[];
  onsetAt: number;
  renamed: boolean;
  busy: boolean;
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

/** Unresolved situations with their members. `busy`: a remedy is under way, so it does not clear by itself. */
export async function loadOpen(tx: Tx): Promise<OpenSituation[]> {
  const rows = await tx.situation.findMany({
    where: { status: { not: "resolved" } },
    include: {
      members: { include: { anomaly: true } },
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
  const renames = await tx.timelineEvent.findMany({
    where: { situationId: { in: ids }, kind: "rename-situation" },
    select: { situationId: true },
  });
  const renamed = new Set(renames.map((r) => r.situationId));
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    severity: row.severity as Severity,
    services: row.services,
    onsetAt: row.onsetAt.getTime(),
    members: row.members.map((m) => anomalyOf(m.anomaly)),
    renamed: renamed.has(row.id),
    busy: row.remedies.length > 0,
  }));
}

/** Situations that ended so lately that their aftermath still belongs to them. */
export async function loadEnded(tx: Tx, now: number): Promise<EndedGroup[]> {
  const rows = await tx.situation.findMany({
    where: { status: "resolved", resolvedAt: { gte: new Date(now - aftermathMs) } },
    include: { members: { include: { anomaly: true } } },
    orderBy: { resolvedAt: "desc" },
  });
  return rows.map((row) => ({
    id: row.id,
    members: row.members.map((m) => anomalyOf(m.anomaly)),
    resolvedAt: row.resolvedAt?.getTime() ?? now,
    resolution: row.resolution,
  }));
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
  );
}

const isOurs = (details: unknown): boolean =>
  typeof details === "object" && details !== null && "cause" in details && Boolean(details.cause);

/** Requests of a service per window, all versions together, from half an hour before onset. */
export async function loadRequests(
  tx: Tx,
  service: string,
  onsetAt: number,
): Promise<RequestCount[]> {
  const rows = await tx.requestWindow.groupBy({
    by: ["start"],
    where: { service, start: { gte: new Date(onsetAt - usualMs) } },
    _sum: { count: true, errors: true },
  });
  return rows.map((r) => ({
    start: r.start.getTime(),
    count: r._sum.count ?? 0,
    errors: r._sum.errors ?? 0,
  }));
}
