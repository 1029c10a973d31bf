import type { Span } from "../math/calm-before";
import type { Tx } from "./client";

/** Detectors say a little late that a trouble has begun and ended. */
const smearMs = 30_000;
/** Troubles that were over this long before are of no interest. */
const reachMs = 3 * 3_600_000;

/**
 * When these services were in trouble before `until` (epoch ms), as far as it was part of a situation: what must not count as
 * usual. Spans end at `until` at the latest.
 */
export async function earlierTroubles(
  tx: Tx,
  services: readonly string[],
  until: number,
): Promise<Span[]> {
  const rows = await tx.anomaly.findMany({
    where: {
      service: { in: [...services] },
      muted: null,
      startedAt: { lt: new Date(until) },
      OR: [{ endedAt: null }, { endedAt: { gt: new Date(until - reachMs) } }],
      member: {
        situation: {
          status: { not: "candidate" },
          OR: [{ resolution: null }, { resolution: { notIn: ["discarded", "faded"] } }],
        },
      },
    },
    select: { startedAt: true, endedAt: true },
  });
  return rows.map(({ startedAt, endedAt }) => ({
    from: startedAt.getTime() - smearMs,
    to: Math.min((endedAt?.getTime() ?? until) + smearMs, until),
  }));
}
