import type { Db } from "../db/client";
import type { LabelKind } from "../detect/label";

/** An anomaly as charts draw it, with the situation it belongs to. */
export type ShownAnomaly = {
  id: string;
  seriesId: number;
  detectorId: string;
  detectorTitle: string;
  detectorVersion: number;
  service: string | null;
  metric: string;
  unit: string | null;
  level: "WEAK" | "STRONG";
  direction: "above" | "below";
  startedAt: number;
  endedAt: number | null;
  peakAt: number;
  peakValue: number;
  peakExpected: number | null;
  peakScore: number;
  muted: string | null;
  situation: { id: number; title: string } | null;
  /** What a person said it was */
  label: LabelKind | null;
};

type Where = { seriesIds?: readonly number[]; from: number; to: number; take?: number };

/** Anomalies that touch [from, to], newest first; of some series, or of all. */
export async function readAnomalies(
  db: Db,
  { seriesIds, from, to, take = 500 }: Where,
): Promise<ShownAnomaly[]> {
  const rows = await db.prisma.anomaly.findMany({
    where: {
      ...(seriesIds ? { seriesId: { in: [...seriesIds] } } : {}),
      startedAt: { lte: new Date(to) },
      OR: [{ endedAt: null }, { endedAt: { gte: new Date(from) } }],
    },
    orderBy: { startedAt: "desc" },
    take,
    include: {
      detector: { select: { title: true } },
      series: { select: { unit: true } },
      labels: { where: { undoneAt: null }, select: { kind: true } },
      member: { select: { situation: { select: { id: true, title: true } } } },
    },
  });
  return rows.map((a) => ({
    id: a.id,
    seriesId: a.seriesId,
    detectorId: a.detectorId,
    detectorTitle: a.detector.title,
    detectorVersion: a.detectorVersion,
    service: a.service,
    metric: a.metric,
    unit: a.series.unit,
    level: a.level as "WEAK" | "STRONG",
    direction: a.direction as "above" | "below",
    startedAt: a.startedAt.getTime(),
    endedAt: a.endedAt?.getTime() ?? null,
    peakAt: a.peakAt.getTime(),
    peakValue: a.peakValue,
    peakExpected: a.peakExpected,
    peakScore: a.peakScore,
    muted: a.muted,
    situation: a.member?.situation ?? null,
    label: (a.labels[0]?.kind as LabelKind | undefined) ?? null,
  }));
}
