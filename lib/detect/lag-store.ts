import type { Db } from "../db/client";
import { samplesTopic } from "../stream/stream";

/** The group whose offsets say what has been judged and saved together with the detectors' states. */
export const detectGroup = "detect";
/** The group whose offsets say what has been judged; written more often, for the status alone. */
export const seenGroup = "detect-seen";

export type DetectLag = {
  /** Records accepted and not judged yet */
  records: number;
  /** Age of the oldest of them, ms; 0 when there are none */
  behindMs: number;
  /** Epoch ms at which the detectors last reported; null before the first time */
  seenAt: number | null;
};

/** How far detection is behind what has been accepted. */
export async function detectLag(db: Db, now: number): Promise<DetectLag> {
  const { rows } = await db.pool.query<{
    records: number;
    oldest: number | null;
    seen: number | null;
  }>(
    `SELECT coalesce(sum(h.next - coalesce(o.next, 0)), 0)::float8 AS records,
       min(extract(epoch FROM r.at) * 1000)::float8 AS oldest,
       max(extract(epoch FROM o."updatedAt" AT TIME ZONE current_setting('TimeZone')) * 1000)::float8 AS seen
     FROM stream_heads h
     LEFT JOIN stream_offsets o ON o."group" = $2 AND o.topic = h.topic AND o.partition = h.partition
     LEFT JOIN LATERAL (SELECT at FROM stream_records s
       WHERE s.topic = h.topic AND s.partition = h.partition AND s."offset" >= coalesce(o.next, 0)
       ORDER BY s."offset" LIMIT 1) r ON h.next > coalesce(o.next, 0)
     WHERE h.topic = $1`,
    [samplesTopic, seenGroup],
  );
  const row = rows[0];
  return {
    records: row?.records ?? 0,
    behindMs: row?.oldest ? Math.max(0, now - row.oldest) : 0,
    seenAt: row?.seen ?? null,
  };
}
