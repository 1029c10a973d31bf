import type pg from "pg";
import { emptyBuckets, latencyBounds } from "@/lib/series/latency-buckets";
import { inTransaction } from "./accept-store";
import { minuteMs, windowMs } from "./model";
import { sampledMinutes } from "./sampling-store";
import { noteExternal } from "./service-store";

/** A callee is known by the addresses under which its callers reach it. An address of several services names none. */
export type PeerNames = Map<string, Set<string>>;

/** A CLIENT span without a child is an edge to somebody outside once its callee has had this long to send its own span. */
export const childGraceMs = 10_000;
/** A callee's span begins at most this long after its caller's, and a clock may be this far behind. */
const reachMs = 600_000;
const skewMs = 10_000;

const at = (param: string) => `to_timestamp(${param}::float8 / 1000)`;
// A caller's instrumentation also marks 4xx as an error; that is the caller's mistake, not a failure of the edge.
const callFailed = (span: string) =>
  `(${span}.error AND coalesce(${span}.attributes->>'http.response.status_code', ${span}.attributes->>'http.status_code', '') NOT LIKE '4__')`;

// A callee's SERVER or CONSUMER span whose parent is a span of another service is a call; so is a CLIENT or PRODUCER span
// without a child, to whom it says it calls. Latency is as the caller sees it, where it says.
const callsSql = `
  WITH served AS (
    SELECT p.service AS caller, s.service AS callee, s.start_at, p.peer,
      CASE WHEN p.kind = 3 THEN p.duration_us ELSE s.duration_us END AS us,
      s.error OR (p.kind = 3 AND ${callFailed("p")}) AS error
    FROM spans s JOIN spans p ON p.trace_id = s.trace_id AND p.span_id = s.parent_id AND p.service <> s.service
      AND p.start_at BETWEEN ${at("$1")} - interval '${reachMs} milliseconds' AND ${at("$2")} + interval '${skewMs} milliseconds'
    WHERE s.kind IN (2, 5) AND s.parent_id IS NOT NULL AND s.start_at >= ${at("$1")} AND s.start_at < ${at("$2")}
  ), childless AS (
    SELECT c.service AS caller, n.name, c.peer, c.start_at, c.duration_us AS us, ${callFailed("c")} AS error
    FROM spans c LEFT JOIN unnest($4::text[], $5::text[]) AS n(peer, name) ON n.peer = c.peer
    WHERE c.kind IN (3, 4) AND c.peer IS NOT NULL AND c.start_at >= ${at("$1")} AND c.start_at < ${at("$2")}
      AND (n.name IS NOT NULL OR c.peer LIKE '%@%' OR c.start_at + c.duration_us * interval '1 microsecond' < ${at("$3")})
      AND NOT EXISTS (SELECT FROM spans k WHERE k.trace_id = c.trace_id AND k.parent_id = c.span_id
        AND (k.kind IN (3, 4) OR k.service <> c.service)
        AND k.start_at BETWEEN ${at("$1")} - interval '${skewMs} milliseconds' AND ${at("$2")} + interval '${reachMs} milliseconds')
  ), calls AS (
    SELECT caller, callee, start_at, us, error, peer, false AS outside FROM served
    UNION ALL SELECT caller, coalesce(name, peer), start_at, us, error, NULL, name IS NULL FROM childless
      WHERE caller <> coalesce(name, peer)
  )
  SELECT caller, callee, outside, peer, floor(extract(epoch FROM start_at) * 1000 / ${windowMs})::float8 * ${windowMs} AS start,
    CASE WHEN us > 1000 THEN least(${latencyBounds.length}, ceil(4 * ln(us / 1000.0) / ln(2) - 1e-9)) ELSE 0 END::int AS bucket,
    count(*) AS calls, count(*) FILTER (WHERE error) AS errors, (sum(us) / 1000.0)::float8 AS ms
  FROM calls GROUP BY 1, 2, 3, 4, 5, 6`;

type CallRow = {
  caller: string;
  callee: string;
  outside: boolean;
  peer: string | null;
  start: number;
  bucket: number;
  calls: number;
  errors: number;
  ms: number;
};
type Edge = Pick<CallRow, "caller" | "callee" | "start" | "calls" | "errors" | "ms"> & {
  buckets: number[];
};

/**
 * Counts the calls of the windows in [fromMs, toMs) anew from spans and puts them in the place of what was there: running
 * it again changes nothing. Minutes whose spans have been sampled keep what was counted. `peers` is read, and learns
 * the addresses seen.
 */
export async function rollUpEdges(
  pool: pg.Pool,
  peers: PeerNames,
  fromMs: number,
  toMs: number,
  nowMs: number,
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('edge windows', 0))");
    const sampled = await sampledMinutes(tx, Math.floor(fromMs / minuteMs) * minuteMs, toMs);
    const isOpen = (start: number) => !sampled.has(Math.floor(start / minuteMs) * minuteMs);
    const known = [...peers].flatMap(([peer, [name, ...others]]) =>
      name !== undefined && others.length === 0 ? [{ peer, name }] : [],
    );
    const { rows } = await tx.query<CallRow>(callsSql, [
      fromMs,
      toMs,
      nowMs - childGraceMs,
      known.map((k) => k.peer),
      known.map((k) => k.name),
    ]);
    const edges = new Map<string, Edge>();
    const outside = new Set<string>();
    for (const row of rows) {
      if (!isOpen(row.start)) continue;
      if (row.outside) outside.add(row.callee);
      if (row.peer !== null) learn(peers, row.peer, row.callee);
      addRow(edges, row);
    }
    await tx.query(
      `DELETE FROM edge_windows WHERE start >= ${at("$1")} AT TIME ZONE 'UTC' AND start < ${at("$2")} AT TIME ZONE 'UTC'
         AND date_trunc('minute', start) <> ALL (SELECT to_timestamp(m / 1000) AT TIME ZONE 'UTC' FROM unnest($3::float8[]) AS m)`,
      [fromMs, toMs, [...sampled]],
    );
    await insertEdges(tx, [...edges.values()]);
    await noteExternal(tx, [...outside]);
  });
}

/** Addresses of machines that come and go must not pile up; those in use are learned again at once. */
const maxPeers = 20_000;

function learn(peers: PeerNames, peer: string, service: string): void {
  if (peers.size >= maxPeers) peers.clear();
  const names = peers.get(peer) ?? new Set();
  names.add(service);
  peers.set(peer, names);
}

function addRow(edges: Map<string, Edge>, row: CallRow): void {
  const key = `${row.start}\t${row.caller}\t${row.callee}`;
  const { caller, callee, start } = row;
  const edge = edges.get(key) ?? {
    caller,
    callee,
    start,
    calls: 0,
    errors: 0,
    ms: 0,
    buckets: emptyBuckets(),
  };
  edges.set(key, edge);
  edge.calls += row.calls;
  edge.errors += row.errors;
  edge.ms += row.ms;
  edge.buckets[row.bucket] = (edge.buckets[row.bucket] ?? 0) + row.calls;
}

async function insertEdges(tx: pg.PoolClient, edges: readonly Edge[]): Promise<void> {
  if (edges.length === 0) return;
  await tx.query(
    `INSERT INTO edge_windows (caller, callee, start, calls, errors, "sumMs", buckets)
     SELECT a, b, ${at("s")} AT TIME ZONE 'UTC', c, e, m, k::float8[]
     FROM unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::text[]) AS n(a, b, s, c, e, m, k)`,
    [
      edges.map((e) => e.caller),
      edges.map((e) => e.callee),
      edges.map((e) => e.start),
      edges.map((e) => e.calls),
      edges.map((e) => e.errors),
      edges.map((e) => e.ms),
      edges.map((e) => `{${e.buckets.join(",")}}`),
    ],
  );
}

/** The addresses under which services were reached since `sinceMs`. */
export async function loadPeers(pool: pg.Pool, sinceMs: number): Promise<PeerNames> {
  const { rows } = await pool.query<{ peer: string; service: string }>(
    `SELECT DISTINCT p.peer, s.service FROM spans s
     JOIN spans p ON p.trace_id = s.trace_id AND p.span_id = s.parent_id AND p.service <> s.service
     WHERE s.kind IN (2, 5) AND p.peer IS NOT NULL AND s.start_at >= ${at("$1")} AND p.start_at >= ${at("$1")}`,
    [sinceMs],
  );
  const peers: PeerNames = new Map();
  for (const { peer, service } of rows) learn(peers, peer, service);
  return peers;
}

/** Drops edge windows that began before `beforeMs`. */
export async function dropOldEdges(pool: pg.Pool, beforeMs: number): Promise<void> {
  await pool.query(`DELETE FROM edge_windows WHERE start < ${at("$1")} AT TIME ZONE 'UTC'`, [
    beforeMs,
  ]);
}
