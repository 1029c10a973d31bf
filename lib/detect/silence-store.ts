import type { Db, Tx } from "../db/client";
import { announceIn } from "../db/live";
import { Problem } from "../problem";
import type { Silence } from "./tuning";

/** Silences that ended longer ago than this no longer matter to any replay. */
const keptMs = 36 * 86_400_000;

/** Silences of the last weeks by series, those ended early up to their end. */
export async function readSilences(
  { pool }: Pick<Db, "pool">,
  now: number,
): Promise<Map<number, Silence[]>> {
  const { rows } = await pool.query<{
    seriesId: number;
    author: string;
    reason: string;
    from: number;
    to: number;
  }>(
    `SELECT "seriesId", author, reason, (extract(epoch FROM "from") * 1000)::float8 AS "from",
       (extract(epoch FROM coalesce("endedAt", until)) * 1000)::float8 AS "to"
     FROM series_silences WHERE until >= to_timestamp($1::float8 / 1000) AT TIME ZONE 'UTC' ORDER BY "from", id`,
    [now - keptMs],
  );
  const silences = new Map<number, Silence[]>();
  for (const { seriesId, author, reason, from, to } of rows) {
    const says = `Silenced by ${author}${reason ? `: ${reason}` : ""}`;
    silences.set(seriesId, [...(silences.get(seriesId) ?? []), { from, to, says }]);
  }
  return silences;
}

type Series = { id: number; service: string | null; metric: string };

async function seriesOf(tx: Tx, id: number): Promise<Series> {
  const found = await tx.series.findUnique({
    where: { id },
    select: { id: true, service: true, metric: true },
  });
  if (!found) throw new Problem("not-found", "There is no such series.");
  return found;
}

/** Silences a series until a time; one in force is replaced. Throws Problem "not-found". */
export async function saveSilence(
  tx: Tx,
  s: { seriesId: number; until: number; reason: string; author: string; now: number },
): Promise<Series> {
  const series = await seriesOf(tx, s.seriesId);
  await end(tx, s.seriesId, s.now);
  await tx.seriesSilence.create({
    data: {
      seriesId: s.seriesId,
      from: new Date(s.now),
      until: new Date(s.until),
      reason: s.reason,
      author: s.author,
    },
  });
  await announceIn(tx, { topic: "detector" });
  return series;
}

/** Ends the silence of a series now. Throws Problem "not-found" when there is none. */
export async function endSilence(
  tx: Tx,
  { seriesId, now }: { seriesId: number; now: number },
): Promise<Series> {
  const series = await seriesOf(tx, seriesId);
  if ((await end(tx, seriesId, now)) === 0)
    throw new Problem("not-found", "This series is not silenced.");
  await announceIn(tx, { topic: "detector" });
  return series;
}

async function end(tx: Tx, seriesId: number, now: number): Promise<number> {
  const at = new Date(now);
  const { count } = await tx.seriesSilence.updateMany({
    where: { seriesId, endedAt: null, until: { gt: at } },
    data: { endedAt: at },
  });
  return count;
}
