import type { Db } from "../db/client";
import { partitioned } from "../db/partitions";
import { detectLag, seenGroup } from "../detect/lag-store";
import { readSetting } from "../people/setting-store";
import { samplesTopic } from "../stream/stream";
import type { OwnState } from "./model";

const hourMs = 3_600_000;

/** How stream, queue and tables are now. */
export async function readOwnState(db: Db, now: number): Promise<OwnState> {
  const [partitions, lag, jobs, counts, tables, record] = await Promise.all([
    readPartitions(db),
    detectLag(db, now),
    readJobs(db, now),
    readCounts(db, now),
    readTables(db),
    readSetting(db.prisma, "record-check"),
  ]);
  return { partitions, lag, jobs, ...counts, ...tables, recordFault: record.fault };
}

async function readPartitions({ pool }: Db): Promise<OwnState["partitions"]> {
  const { rows } = await pool.query<{ partition: number; records: number }>(
    `SELECT h.partition, greatest(h.next - coalesce(o.next, 0), 0)::float8 AS records
     FROM stream_heads h
     LEFT JOIN stream_offsets o ON o."group" = $2 AND o.topic = h.topic AND o.partition = h.partition
     WHERE h.topic = $1 ORDER BY 1`,
    [samplesTopic, seenGroup],
  );
  return rows;
}

async function readJobs({ pool }: Db, now: number): Promise<OwnState["jobs"]> {
  const there = await pool.query("SELECT to_regclass('graphile_worker.jobs') AS jobs");
  // The queue is made by the first jobs worker.
  if (there.rows[0]?.jobs === null) return [];
  const { rows } = await pool.query<OwnState["jobs"][number]>(
    `WITH j AS (
       SELECT *, attempts >= max_attempts AND locked_at IS NULL AS over,
         run_at <= to_timestamp($1 / 1000.0) AND locked_at IS NULL AND attempts < max_attempts AS ready
       FROM graphile_worker.jobs)
     SELECT task_identifier AS name,
       (count(*) FILTER (WHERE ready))::int AS due,
       (count(*) FILTER (WHERE NOT ready AND NOT over AND locked_at IS NULL))::int AS later,
       (count(*) FILTER (WHERE locked_at IS NOT NULL))::int AS running,
       (count(*) FILTER (WHERE attempts >= 3 AND attempts < max_attempts))::int AS failing,
       (count(*) FILTER (WHERE over AND updated_at > to_timestamp($1 / 1000.0) - interval '1 day'))::int AS dead,
       coalesce(max($1 - extract(epoch FROM run_at) * 1000) FILTER (WHERE ready), 0)::float8 AS "oldestMs",
       left((array_agg(last_error ORDER BY updated_at DESC) FILTER (WHERE last_error IS NOT NULL))[1], 300) AS "lastError"
     FROM j GROUP BY 1 ORDER BY 1`,
    [now],
  );
  return rows;
}

async function readCounts({ prisma }: Db, now: number) {
  const hourAgo = new Date(now - hourMs);
  const [remedies, messages, messagesFailed, open, anomaliesLastHour, unsealed] = await Promise.all(
    [
      prisma.remedy.groupBy({ by: ["state"], _count: true }),
      prisma.message.groupBy({ by: ["state"], _count: true }),
      // Not those on ourselves: an alert that cannot be told must not become the next one.
      prisma.message.count({ where: { failedAt: { gte: hourAgo }, alertId: null } }),
      prisma.anomaly.groupBy({ by: ["level"], where: { endedAt: null }, _count: true }),
      prisma.anomaly.count({ where: { startedAt: { gte: hourAgo } } }),
      prisma.$queryRaw<{ at: Date | null }[]>`
      SELECT min(at) AS at FROM timeline_events
      WHERE id > coalesce((SELECT max("eventId") FROM timeline_seals), 0)`,
    ],
  );
  const states = (rows: readonly { state: string; _count: number }[]) =>
    rows.map((r) => ({ state: r.state, count: r._count }));
  return {
    remedies: states(remedies),
    messages: states(messages),
    messagesFailed,
    openAnomalies: open.map((r) => ({ level: r.level, count: r._count })),
    anomaliesLastHour,
    unsealedAt: unsealed[0]?.at?.getTime() ?? null,
  };
}

/** Days of a table's partitions and their size; the name of a partition ends with its day. */
async function readTables(db: Db): Promise<Pick<OwnState, "tables" | "databaseBytes">> {
  const { keepDays } = await readSetting(db.prisma, "traces");
  const kept: Record<string, number> = { ...partitioned, spans: keepDays, log_samples: keepDays };
  const { rows } = await db.pool.query<{
    name: string;
    days: number;
    oldest: string | null;
    bytes: number;
  }>(
    `SELECT p.relname AS name, count(c.oid)::int AS days, min(right(c.relname, 8)) AS oldest,
       coalesce(sum(pg_total_relation_size(c.oid)), 0)::float8 AS bytes
     FROM pg_class p LEFT JOIN pg_inherits i ON i.inhparent = p.oid LEFT JOIN pg_class c ON c.oid = i.inhrelid
     WHERE p.oid = ANY(SELECT unnest($1::text[])::regclass) GROUP BY 1 ORDER BY 1`,
    [Object.keys(partitioned)],
  );
  const size = await db.pool.query<{ bytes: number }>(
    "SELECT pg_database_size(current_database())::float8 AS bytes",
  );
  return {
    tables: rows.map(({ name, days, oldest, bytes }) => ({
      ...{ name, days, bytes, keepDays: kept[name] ?? 0 },
      oldestAt: oldest === null ? null : dayStart(oldest),
    })),
    databaseBytes: size.rows[0]?.bytes ?? 0,
  };
}

const dayStart = (day: string) =>
  Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)));
