import { z } from "zod";
import type { Db } from "../db/client";
import { diffRuns } from "../detect/overlap";
import { defineView } from "../view";

const most = 2000;
const listed = 200;

type Found = {
  id: string;
  seriesId: number;
  service: string | null;
  metric: string;
  level: "WEAK" | "STRONG";
  startedAt: number;
  endedAt: number | null;
  peakAt: number;
  peakValue: number;
  peakExpected: number | null;
  peakScore: number;
  muted: string | null;
};

/** What the version that runs beside a detector would have raised since it began, against what the live one raised. */
export const detectorShadow = defineView({
  input: z.object({ id: z.string() }),
  async load({ db, now }, { id }) {
    const found = await db.prisma.detector.findUnique({ where: { id } });
    if (!found?.shadowVersion || !found.shadowSince || !found.shadowUntil) return null;
    const since = found.shadowSince.getTime();
    const until = found.shadowUntil.getTime();
    const span = { id, from: since, to: Math.min(now, until) };
    const [aside, live, learned] = await Promise.all([
      read(db, "shadow_anomalies", span, found.shadowVersion),
      read(db, "anomalies", span),
      db.prisma.shadowState.count({ where: { detectorId: id, version: found.shadowVersion } }),
    ]);
    const bySeries = Map.groupBy(live, (a) => a.seriesId);
    const shadows = Map.groupBy(aside, (a) => a.seriesId);
    const diffs = [...new Set([...bySeries.keys(), ...shadows.keys()])].map((s) =>
      diffRuns(shadows.get(s) ?? [], bySeries.get(s) ?? []),
    );
    const newest = (list: Found[]) =>
      list.sort((a, b) => b.startedAt - a.startedAt).slice(0, listed);
    return {
      version: found.shadowVersion,
      since,
      until,
      running: found.enabled && until > now,
      /** Series that it has begun to judge */
      series: learned,
      live: countsOf(live),
      shadow: countsOf(aside),
      both: diffs.reduce((n, d) => n + d.kept.length, 0),
      added: newest(diffs.flatMap((d) => d.added)),
      removed: newest(diffs.flatMap((d) => d.removed)),
    };
  },
});

const countsOf = (list: readonly Found[]) => ({
  raised: list.length,
  strong: list.filter((a) => a.level === "STRONG").length,
  /** That would not page: silenced, expected or not trusted */
  muted: list.filter((a) => a.muted !== null).length,
});

async function read(
  db: Db,
  table: "anomalies" | "shadow_anomalies",
  { id, from, to }: { id: string; from: number; to: number },
  version?: number,
): Promise<Found[]> {
  const ms = (c: string) => `(extract(epoch FROM "${c}") * 1000)::float8 AS "${c}"`;
  const { rows } = await db.pool.query<Found>(
    `SELECT id, "seriesId", service, metric, level, ${ms("startedAt")}, ${ms("endedAt")}, ${ms("peakAt")}, "peakValue",
       "peakExpected", "peakScore", muted
     FROM ${table} WHERE "detectorId" = $1 AND ($4::int IS NULL OR "detectorVersion" = $4)
       AND "startedAt" >= to_timestamp($2::float8 / 1000) AT TIME ZONE 'UTC'
       AND "startedAt" <= to_timestamp($3::float8 / 1000) AT TIME ZONE 'UTC'
     ORDER BY "startedAt" DESC LIMIT ${most}`,
    [id, from, to, version ?? null],
  );
  return rows;
}
