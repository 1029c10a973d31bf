import type { Tx } from "@/lib/db/client";
import { golden } from "@/lib/ingest/model";
import { readSetting } from "@/lib/people/setting-store";
import { plan } from "@/lib/remediate/model";
import { addUp, type Requests } from "./against-usual";
import type { Member, ServiceBand, VerifyFacts } from "./judge";

const goldenMetrics: readonly string[] = Object.values(golden);

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
  const facts: VerifyFacts = {
    now,
    executedAt,
    holdMs: await readSetting(tx, "hold-ms"),
    members,
    services: await loadBands(tx, services, remedy.situation.onsetAt.getTime(), executedAt),
  };
  return {
    facts,
    situationId: remedy.situationId,
    changeId: remedy.changeId,
    plan: plan.parse(remedy.plan),
    verification: remedy.verification,
  };
}

/** The usual: half an hour before the onset without its last minute, and as long around the same time a day before. */
const usualMs = 30 * 60_000;
const guardMs = 60_000;
const dayMs = 86_400_000;

const usualOf = (rows: readonly Requests[]): Requests | null =>
  rows.length > 0 ? addUp(rows) : null;

/** Windows of all instances added up, in order. */
function byStart(rows: readonly (Requests & { start: Date })[]): ServiceBand["windows"] {
  const groups = new Map<number, Requests[]>();
  for (const row of rows) {
    const at = row.start.getTime();
    groups.set(at, [...(groups.get(at) ?? []), row]);
  }
  return [...groups].map(([start, list]) => ({ start, ...addUp(list) }));
}

/** Golden signals of those services that have any. */
async function loadBands(
  tx: Tx,
  services: string[],
  onsetAt: number,
  since: number,
): Promise<ServiceBand[]> {
  const measured = await tx.series.findMany({
    where: { service: { in: services }, metric: golden.requests },
    select: { service: true },
  });
  const names = [...new Set(measured.flatMap((s) => s.service ?? []))].sort();
  const windows = await tx.requestWindow.findMany({
    where: { service: { in: names }, start: { gte: new Date(since) } },
    orderBy: { start: "asc" },
  });
  const dayBefore = since - dayMs;
  const before = await tx.requestWindow.findMany({
    where: {
      service: { in: names },
      OR: [
        { start: { gte: new Date(onsetAt - usualMs), lt: new Date(onsetAt - guardMs) } },
        {
          start: { gte: new Date(dayBefore - usualMs / 2), lt: new Date(dayBefore + usualMs / 2) },
        },
      ],
    },
  });
  const anomalies = await tx.anomaly.findMany({
    where: {
      service: { in: names },
      metric: { in: [...goldenMetrics] },
      muted: null,
      OR: [{ endedAt: null }, { lastAt: { gte: new Date(since) } }],
    },
    select: { service: true, lastAt: true, endedAt: true },
  });
  return names.map((service) => {
    const of = anomalies.filter((a) => a.service === service);
    const lastBad = Math.max(...of.map((a) => a.lastAt.getTime()));
    return {
      service,
      windows: byStart(windows.filter((w) => w.service === service && w.count > 0)),
      usual: usualOf(before.filter((w) => w.service === service)),
      lastBadAt: Number.isFinite(lastBad) ? lastBad : null,
      bad: of.some((a) => a.endedAt === null),
    };
  });
}
