import type { Tx } from "@/lib/db/client";
import type { InputJsonValue } from "@/lib/db/generated/internal/prismaNamespace";
import type { Why } from "./model";
import type { Placed } from "./situate";

const json = (why: readonly Why[]) => why as unknown as InputJsonValue;

/** Adds anomalies to a situation; those that are in one already stay where they are. */
export async function addMembers(
  tx: Tx,
  situationId: number,
  placed: readonly Placed[],
  now: number,
): Promise<void> {
  await tx.situationAnomaly.createMany({
    data: placed.map((p) => ({
      situationId,
      anomalyId: p.anomaly.id,
      why: json(p.why),
      addedAt: new Date(now),
    })),
    skipDuplicates: true,
  });
}

/** Moves members to another situation; each keeps why it was where it came from, under the reason why it moved. */
export async function moveMembers(
  tx: Tx,
  anomalyIds: readonly string[],
  to: number,
  why: Why,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE situation_anomalies SET "situationId" = ${to},
      why = ${JSON.stringify([why])}::jsonb || (SELECT coalesce(jsonb_agg(w), '[]') FROM jsonb_array_elements(why) w WHERE w->>'reason' <> 'person')
    WHERE "anomalyId" = ANY(${[...anomalyIds]})`;
}

/** Takes anomalies out of their situation; returns why each was in it. */
export async function removeMembers(
  tx: Tx,
  situationId: number,
  anomalyIds: readonly string[],
): Promise<{ anomalyId: string; why: Why[] }[]> {
  const where = { situationId, anomalyId: { in: [...anomalyIds] } };
  const rows = await tx.situationAnomaly.findMany({ where });
  await tx.situationAnomaly.deleteMany({ where });
  return rows.map((r) => ({ anomalyId: r.anomalyId, why: r.why as unknown as Why[] }));
}

/** Puts anomalies back that were taken out, unless they are in a situation by now. */
export async function restoreMembers(
  tx: Tx,
  situationId: number,
  members: readonly { anomalyId: string; why: readonly Why[] }[],
  now: number,
): Promise<number> {
  const { count } = await tx.situationAnomaly.createMany({
    data: members.map((m) => ({
      situationId,
      anomalyId: m.anomalyId,
      why: json(m.why),
      addedAt: new Date(now),
    })),
    skipDuplicates: true,
  });
  return count;
}
