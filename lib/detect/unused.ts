import { formatSpan } from "@/lib/series/format-span";

const day = 86_400_000;
/** Without any anomaly for so long a detector is worth a look: it may be blind. */
const quietMs = 90 * day;
/** Series that send nothing for so long are not coming back by themselves. */
const silentMs = day;

/**
 * Why a detector that is on does nothing for anybody, or null. Times in epoch ms; `lastDataAt` is of the newest point of
 * all its series.
 */
export function unusedBecause({
  enabled,
  series,
  lastDataAt,
  lastAnomalyAt,
  createdAt,
  now,
}: {
  enabled: boolean;
  series: number;
  lastDataAt: number | null;
  lastAnomalyAt: number | null;
  createdAt: number;
  now: number;
}): string | null {
  if (!enabled) return null;
  if (series === 0) return "Its target matches no series";
  if (lastDataAt === null) return "Its series have never sent a point";
  if (now - lastDataAt > silentMs) return `No data for ${formatSpan(now - lastDataAt)}`;
  if (now - Math.max(createdAt, lastAnomalyAt ?? 0) > quietMs)
    return lastAnomalyAt === null
      ? "It has never found anything in 90 days"
      : "No anomaly for 90 days";
  return null;
}
