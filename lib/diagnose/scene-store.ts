import { anomalyOf } from "@/lib/db/anomaly-of";
import { loadCallGraph } from "@/lib/db/call-graph";
import { changeOf, isOurs } from "@/lib/db/change-of";
import type { Db } from "@/lib/db/client";
import { earlierTroubles } from "@/lib/db/earlier-troubles";
import { calmAt, calmBefore, type Span } from "@/lib/math/calm-before";
import { around } from "./around";
import { commitsOf } from "./change-content";
import { lookBackMs } from "./changes";
import { firstRequest, nearMs } from "./first-request";
import { inForce } from "./in-force";
import { onsetOf } from "./onset";
import {
  type Candidate,
  type Data,
  type EdgeRow,
  guardMs,
  type LogRow,
  type Need,
  type RequestRow,
  type Scene,
  type SeriesRow,
  usualMs,
} from "./scene";
import { fetchSpans } from "./span-sample-store";

const hourMs = 3_600_000;
/** The longest that one query of a check may take. */
const queryMs = 5000;

/** Loads one situation as diagnosis sees it; null when it is not there or has no members. */
export async function loadScene(db: Db, situationId: number, now: number): Promise<Scene | null> {
  const rows = await db.prisma.situationAnomaly.findMany({
    where: { situationId },
    include: { anomaly: true },
  });
  const members = rows.map((r) => anomalyOf(r.anomaly));
  const said = await db.prisma.situation.findUnique({
    where: { id: situationId },
    select: { saidOnsetAt: true },
  });
  const onsetAt = said?.saidOnsetAt?.getTime() ?? onsetOf(members) ?? members[0]?.startedAt;
  if (onsetAt === undefined) return null;
  const { graph, silent } = await loadCallGraph(
    db.prisma,
    Math.min(onsetAt, now - hourMs) - hourMs / 2,
    now,
  );
  const services = around(
    graph,
    members.flatMap((m) => m.service ?? []),
  );
  // An incident of a few minutes ago must not make this one look ordinary.
  const until = onsetAt - guardMs;
  const usual = calmBefore(
    until,
    usualMs - guardMs,
    await earlierTroubles(db.prisma, services, until),
  );
  return {
    situationId,
    now,
    onsetAt,
    ...(usual && { usual }),
    members,
    graph,
    silent,
    changes: await loadCandidates(db, onsetAt, now),
    past: await loadPast(db, situationId, onsetAt),
    services,
  };
}

/** So many of the last situations are remembered. */
const pastSituations = 100;

async function loadPast(db: Db, situationId: number, onsetAt: number): Promise<string[][]> {
  const { rows } = await db.pool.query<{ kinds: string[] }>(
    `WITH last AS (
       SELECT id FROM situations WHERE id <> $1 AND "openedAt" < $2 ORDER BY "openedAt" DESC LIMIT ${pastSituations}
     )
     SELECT array_agg(DISTINCT concat_ws(' ', a.service, a.metric, a.direction)) AS kinds
     FROM last JOIN situation_anomalies m ON m."situationId" = last.id JOIN anomalies a ON a.id = m."anomalyId"
     WHERE a.service IS NOT NULL GROUP BY last.id`,
    [situationId, new Date(onsetAt).toISOString()],
  );
  return rows.map((r) => r.kinds);
}

async function loadCandidates(db: Db, onsetAt: number, now: number): Promise<Candidate[]> {
  const rows = await db.prisma.change.findMany({
    where: { at: { gte: new Date(onsetAt - lookBackMs), lte: new Date(now) } },
    orderBy: { at: "desc" },
    take: 200,
  });
  const details = new Map(rows.map((r) => [r.id, r.details]));
  const foreign = rows.filter((r) => !isOurs(r.details)).map(changeOf);
  return Promise.all(
    inForce(foreign, rows.map(changeOf), onsetAt).map(async (change) => ({
      ...change,
      begunAt: await begunAt(db, change),
      commits: commitsOf(details.get(change.id), change.at),
    })),
  );
}

/** A deploy acts from its version's first request; its sender may tell of it earlier or later than that. */
async function begunAt(db: Db, change: Omit<Candidate, "begunAt">): Promise<number> {
  if (change.kind !== "deploy" || !change.to) return change.at;
  const windows = await db.prisma.requestWindow.findMany({
    where: {
      service: change.service,
      version: change.to,
      count: { gt: 0 },
      start: { gte: new Date(change.at - 2 * nearMs), lte: new Date(change.at + nearMs) },
    },
    orderBy: { start: "asc" },
    distinct: ["start"],
    select: { start: true },
  });
  return firstRequest(
    windows.map((w) => w.start.getTime()),
    change.at,
  );
}

/** What was read without the rows that lie in earlier troubles. */
function calmOnly(data: Partial<Data>, troubles: readonly Span[]): Partial<Data> {
  if (troubles.length === 0) return data;
  const calm = ({ start }: { start: number }) => calmAt(troubles, start);
  return {
    ...data,
    ...(data.requests && { requests: data.requests.filter(calm) }),
    ...(data.edges && { edges: data.edges.filter(calm) }),
    ...(data.spans && { spans: data.spans.filter(calm) }),
    ...(data.series && {
      series: data.series.map((s) => ({
        ...s,
        points: s.points.filter(([t]) => calmAt(troubles, t)),
      })),
    }),
  };
}

/**
 * Fetches what checks need, each distinct need once, without earlier troubles. Every query is read-only and ends with an error after five seconds.
 */
export function fetcher(
  db: Db,
  { usual }: Pick<Scene, "usual"> = {},
): (needs: readonly Need[]) => Promise<Data> {
  const cache = new Map<string, Promise<Partial<Data>>>();
  return async (needs) => {
    const parts = await Promise.all(
      needs.map((need) => {
        const key = JSON.stringify(need);
        const known =
          cache.get(key) ??
          fetchNeed(db, need).then((data) => calmOnly(data, usual?.troubles ?? []));
        cache.set(key, known);
        return known;
      }),
    );
    return {
      requests: parts.flatMap((p) => p.requests ?? []),
      edges: parts.flatMap((p) => p.edges ?? []),
      series: parts.flatMap((p) => p.series ?? []),
      ...(needs.some((n) => n.kind === "spans") && {
        spans: parts.flatMap((p) => p.spans ?? []),
      }),
      ...(needs.some((n) => n.kind === "logs") && { logs: parts.flatMap((p) => p.logs ?? []) }),
    };
  };
}

async function fetchNeed(db: Db, need: Need): Promise<Partial<Data>> {
  const span = [
    new Date(need.from).toISOString(),
    new Date(need.to).toISOString(),
    need.services,
  ] as const;
  if (need.kind === "requests")
    return {
      requests: await read<RequestRow>(
        db,
        `SELECT service, version, instance, ${ms("start")} AS start, count, errors, "sumMs", buckets
         FROM request_windows
         WHERE start >= $1::timestamp AND start < $2::timestamp AND service = ANY($3)`,
        span,
      ),
    };
  if (need.kind === "edges")
    return {
      edges: await read<EdgeRow>(
        db,
        `SELECT caller, callee, ${ms("start")} AS start, calls, errors, "sumMs"
         FROM edge_windows
         WHERE start >= $1::timestamp AND start < $2::timestamp
           AND (caller = ANY($3) OR callee = ANY($3))`,
        span,
      ),
    };
  if (need.kind === "spans")
    return { spans: await fetchSpans(span, (sql, values) => read(db, sql, values)) };
  if (need.kind === "logs")
    return {
      logs: await read<LogRow>(
        db,
        `SELECT p.id, p.service, p.severity, p.key, p.text, ${ms('p."firstSeenAt"')} AS "firstSeenAt",
           coalesce(sum(w.count) FILTER (WHERE w.start < $4::timestamp), 0) AS before,
           sum(w.count) FILTER (WHERE w.start >= $4::timestamp) AS since,
           ${ms("min(w.start) FILTER (WHERE w.start >= $4::timestamp)")} AS "firstAt"
         FROM log_windows w JOIN log_patterns p ON p.id = w."patternId"
         WHERE w.start >= $1::timestamp AND w.start < $2::timestamp AND w.service = ANY($3)
           AND w.severity IN ('warn', 'error', 'fatal')
         GROUP BY p.id HAVING bool_or(w.start >= $4::timestamp)`,
        [...span, new Date(need.onset).toISOString()],
      ),
    };
  return {
    series: await read<SeriesRow>(
      db,
      `SELECT s.service, s.metric, s.tags,
         json_agg(json_build_array(${ms("p.time")}, p.value) ORDER BY p.time) AS points
       FROM series s JOIN samples p ON p.series_id = s.id
       WHERE p.time >= $1::timestamptz AND p.time < $2::timestamptz
         AND s.service = ANY($3) AND s.metric = ANY($4)
       GROUP BY s.id`,
      [...span, need.metrics],
    ),
  };
}

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

async function read<T>(db: Db, sql: string, values: readonly unknown[]): Promise<T[]> {
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN READ ONLY");
    await client.query(`SET LOCAL statement_timeout = ${queryMs}`);
    const { rows } = await client.query(sql, [...values]);
    await client.query("COMMIT");
    return rows;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}
