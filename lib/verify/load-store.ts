import { loadCallGraph } from "@/lib/db/call-graph";
import type { Tx } from "@/lib/db/client";
import { earlierTroubles } from "@/lib/db/earlier-troubles";
import { callees, callers } from "@/lib/graph/digraph";
import { golden } from "@/lib/ingest/model";
import { calmAt, calmBefore } from "@/lib/math/calm-before";
import { readSetting } from "@/lib/people/setting-store";
import { plan } from "@/lib/remediate/model";
import { beganAt } from "@/lib/situate/model";
import type { Member, ServiceBand, VerifyFacts } from "./judge";
import { serviceBand, usualMs, usualSpan } from "./service-band";

const goldenMetrics: readonly string[] = Object.values(golden);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What a verification judges, and what it is about; null when the remedy was not executed. */
export async function loadVerify(tx: Tx, remedyId: string, now: number) {
  const remedy = await tx.remedy.findUnique({
    where: { id: remedyId },
    include: { verification: true, situation: { include: { members: true } } },
  });
  if (!remedy?.executedAt || remedy.state !== "executed") return null;
  const executedAt = remedy.executedAt.getTime();
  const ids = remedy.situation.members.map((m) => m.anomalyId);
  const services = remedy.situation.services;
  // What begins on these services now counts too, whether or not it has found its way into the situation.
  const rows = await tx.anomaly.findMany({
    where: {
      muted: null,
      OR: [
        { id: { in: ids } },
        {
          service: { in: services },
          startedAt: { gte: remedy.executedAt },
          metric: { in: [...goldenMetrics] },
        },
      ],
    },
    include: { series: { select: { lastAt: true } } },
  });
  const members: Member[] = rows.map((row) => ({
    seriesId: row.seriesId,
    service: row.service,
    metric: row.metric,
    level: row.level === "STRONG" ? "STRONG" : "WEAK",
    startedAt: row.startedAt.getTime(),
    endedAt: row.endedAt?.getTime() ?? null,
    gone:
      !goldenMetrics.includes(row.metric) &&
      row.series.lastAt !== null &&
      row.series.lastAt.getTime() < executedAt,
  }));
  const told = plan.parse(remedy.plan);
  const { graph } = await loadCallGraph(tx, executedAt - hourMs, executedAt);
  const beside = [...callers(graph, told.service), ...callees(graph, told.service)];
  const onsetAt = beganAt(remedy.situation).getTime();
  const facts: VerifyFacts = {
    now,
    executedAt,
    holdMs: await readSetting(tx, "hold-ms"),
    members,
    services: await loadBands(tx, services, onsetAt, executedAt),
    neighbours: await loadBands(
      tx,
      beside.filter((name) => !services.includes(name)),
      onsetAt,
      executedAt,
    ),
    calls: graph,
  };
  return {
    facts,
    situationId: remedy.situationId,
    plan: told,
    verification: remedy.verification,
  };
}

/**
 * Golden signals of those services that have any: from the usual before the onset on, and as long around the same time a
 * day before.
 */
async function loadBands(
  tx: Tx,
  services: readonly string[],
  onsetAt: number,
  executedAt: number,
): Promise<ServiceBand[]> {
  const measured = await tx.series.findMany({
    where: { service: { in: [...services] }, metric: golden.requests },
    select: { service: true },
  });
  const names = [...new Set(measured.flatMap((s) => s.service ?? []))].sort();
  const dayBefore = executedAt - dayMs;
  const columns = { service: true, start: true, count: true, errors: true, buckets: true };
  const plain = usualSpan(onsetAt);
  const calm = calmBefore(
    plain.to,
    plain.to - plain.from,
    await earlierTroubles(tx, names, plain.to),
  ) ?? { from: plain.from, troubles: [] };
  const usual = { from: calm.from, to: plain.to };
  const own = await tx.requestWindow.findMany({
    where: { service: { in: names }, start: { gte: new Date(usual.from) } },
    select: columns,
  });
  const alike = await tx.requestWindow.findMany({
    where: {
      service: { in: names },
      start: { gte: new Date(dayBefore - usualMs / 2), lt: new Date(dayBefore + usualMs / 2) },
    },
    select: columns,
  });
  const anomalies = await tx.anomaly.findMany({
    where: {
      service: { in: names },
      metric: { in: [...goldenMetrics] },
      muted: null,
      OR: [{ endedAt: null }, { lastAt: { gte: new Date(executedAt) } }],
    },
    select: { service: true, lastAt: true, endedAt: true },
  });
  const of = <T extends { service: string | null }>(rows: readonly T[], service: string) =>
    rows.filter((r) => r.service === service);
  return names.map((service) =>
    serviceBand(
      service,
      of(own, service)
        .map((w) => ({ ...w, start: w.start.getTime() }))
        .filter((w) => calmAt(calm.troubles, w.start)),
      of(alike, service),
      { onsetAt, executedAt, usual },
      of(anomalies, service).map((a) => ({
        lastAt: a.lastAt.getTime(),
        endedAt: a.endedAt?.getTime() ?? null,
      })),
    ),
  );
}
