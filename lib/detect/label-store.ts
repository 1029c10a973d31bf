import type { Db, Tx } from "../db/client";
import { announceIn } from "../db/live";
import { Problem } from "../problem";
import { type LabelKind, type LabelRule, labelRule } from "./label";
import { readSilences } from "./silence-store";
import { judgeByLabels } from "./trust-store";
import { type KnownChange, type Tuning, tuningOf } from "./tuning";
import { tuningKey } from "./tuning-key";

/** Changes before this are too old for any expectation that still lasts; an expectation lasts a day at most. */
const changesBackMs = 36 * 86_400_000;

type Reader = Pick<Db, "pool">;
type RuleRow = { detectorId: string; seriesId: number; service: string | null; rule: unknown };

/** What labels and silences in force come to, by `tuningKey`. */
export async function readTunings(
  { pool }: Reader,
  { now }: { now: number },
): Promise<Map<string, Tuning>> {
  const { rows } = await pool.query<RuleRow>(
    `SELECT l."detectorId", l."seriesId", s.service, l.rule
     FROM anomaly_labels l JOIN series s ON s.id = l."seriesId"
     WHERE l."undoneAt" IS NULL AND l.kind <> 'true' ORDER BY l.at, l.id`,
  );
  const silences = await readSilences({ pool }, now);
  const parsed = rows.map((r) => ({ ...r, rule: labelRule.parse(r.rule) }));
  const services = parsed.flatMap(({ rule, service }) =>
    rule.kind === "expected" && rule.when.how === "change" && service !== null ? [service] : [],
  );
  const changes = await readChanges({ pool }, [...new Set(services)], now);
  const groups = Map.groupBy(parsed, (r) => tuningKey(r.detectorId, r.seriesId));
  // A silence is for every detector of its series
  const keys = new Map(parsed.map((r) => [tuningKey(r.detectorId, r.seriesId), r.seriesId]));
  const detectors =
    silences.size > 0 ? await pool.query<{ id: string }>("SELECT id FROM detectors") : null;
  for (const { id } of detectors?.rows ?? [])
    for (const seriesId of silences.keys()) keys.set(tuningKey(id, seriesId), seriesId);
  return new Map(
    [...keys].map(([key, seriesId]) => {
      const mine = groups.get(key) ?? [];
      return [
        key,
        tuningOf(
          mine.map((r) => r.rule),
          changes.get(mine[0]?.service ?? "") ?? [],
          silences.get(seriesId) ?? [],
        ),
      ];
    }),
  );
}

/** Changes of the last 36 days by service, oldest first. */
export async function readChanges(
  { pool }: Reader,
  services: readonly string[],
  now: number,
): Promise<Map<string, KnownChange[]>> {
  if (services.length === 0) return new Map();
  const { rows } = await pool.query<KnownChange & { service: string }>(
    `SELECT service, kind, (extract(epoch FROM at) * 1000)::float8 AS at FROM changes
     WHERE service = ANY ($1) AND status <> 'failed' AND at >= to_timestamp($2::float8 / 1000) AT TIME ZONE 'UTC'
     ORDER BY at`,
    [services, now - changesBackMs],
  );
  return Map.groupBy(
    rows.map(({ service, kind, at }) => ({ service, kind, at })),
    (r) => r.service,
  );
}

/** Changes whenever a label or a silence is set or taken back, or a change comes that an expectation may wait for. */
export async function tuningsMark({ pool }: Reader): Promise<string> {
  const { rows } = await pool.query<{ mark: string }>(
    `SELECT count(*) || ' ' || coalesce(max(at)::text, '') || ' ' || coalesce(max("undoneAt")::text, '') || ' ' ||
       coalesce((SELECT max("receivedAt")::text FROM changes
         WHERE EXISTS (SELECT FROM anomaly_labels x WHERE x.kind = 'expected' AND x."undoneAt" IS NULL)), '') || ' ' ||
       (SELECT count(*) || ' ' || count("endedAt") FROM series_silences) || ' ' || (SELECT count(*) FROM detectors) AS mark
     FROM anomaly_labels`,
  );
  return rows[0]?.mark ?? "";
}

/** Puts a label on an anomaly; one that was there is replaced. Throws Problem "not-found". */
export async function saveLabel(
  tx: Tx,
  {
    anomalyId,
    rule,
    note,
    author,
    now,
  }: { anomalyId: string; rule: LabelRule; note: string; author: string; now: number },
): Promise<{
  id: string;
  replaced: LabelKind | null;
  anomaly: LabelledAnomaly;
  /** What it does to the detector's trust, in words; null when nothing */
  trust: string | null;
}> {
  const anomaly = await lockAnomaly(tx, anomalyId);
  const before = await tx.anomalyLabel.findFirst({ where: { anomalyId, undoneAt: null } });
  if (before) await takeBack(tx, before.id, author, now);
  const { id } = await tx.anomalyLabel.create({
    data: {
      anomalyId,
      detectorId: anomaly.detectorId,
      seriesId: anomaly.seriesId,
      kind: rule.kind,
      rule,
      note,
      author,
      at: new Date(now),
    },
  });
  await tell(tx, anomaly);
  const trust = await judgeByLabels(tx, anomaly.detectorId);
  return { id, replaced: (before?.kind as LabelKind | undefined) ?? null, anomaly, trust };
}

/** Takes the label of an anomaly back. Throws Problem "not-found" when it has none. */
export async function undoLabel(
  tx: Tx,
  { anomalyId, author, now }: { anomalyId: string; author: string; now: number },
): Promise<{ kind: LabelKind; anomaly: LabelledAnomaly; trust: string | null }> {
  const anomaly = await lockAnomaly(tx, anomalyId);
  const label = await tx.anomalyLabel.findFirst({ where: { anomalyId, undoneAt: null } });
  if (!label) throw new Problem("not-found", "This anomaly has no label to take back.");
  await takeBack(tx, label.id, author, now);
  await tell(tx, anomaly);
  const trust = await judgeByLabels(tx, anomaly.detectorId);
  return { kind: label.kind as LabelKind, anomaly, trust };
}

export type LabelledAnomaly = {
  id: string;
  detectorId: string;
  seriesId: number;
  service: string | null;
  metric: string;
  situationId: number | null;
};

/** Two who label the same anomaly at once come one after the other. */
async function lockAnomaly(tx: Tx, id: string): Promise<LabelledAnomaly> {
  await tx.$executeRaw`SELECT 1 FROM anomalies WHERE id = ${id} FOR NO KEY UPDATE`;
  const found = await tx.anomaly.findUnique({
    where: { id },
    select: {
      id: true,
      detectorId: true,
      seriesId: true,
      service: true,
      metric: true,
      member: { select: { situationId: true } },
    },
  });
  if (!found) throw new Problem("not-found", "There is no such anomaly.");
  const { member, ...anomaly } = found;
  return { ...anomaly, situationId: member?.situationId ?? null };
}

const takeBack = (tx: Tx, id: string, author: string, now: number) =>
  tx.anomalyLabel.update({ where: { id }, data: { undoneAt: new Date(now), undoneBy: author } });

/** The detectors read their tunings again, and pages their anomalies. */
async function tell(tx: Tx, anomaly: LabelledAnomaly): Promise<void> {
  await announceIn(tx, { topic: "detector", id: anomaly.detectorId });
  await announceIn(tx, { topic: "anomaly", id: anomaly.id });
}
