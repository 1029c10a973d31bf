import type pg from "pg";
import { countNaively, type NaiveCount } from "../../lib/ingest/naive-counts";

const minute = 60_000;
const hour = 60 * minute;

export type Checked = {
  from: string;
  to: string;
  spans: number;
  /** Minutes left out because their spans had been sampled */
  sampledMinutes: number;
  edges: Compared;
  operations: Compared;
};
type Compared = {
  windows: number;
  calls: number;
  equal: number;
  /** The first few that differ, in words */
  different: string[];
};

/**
 * Counts an hour anew from raw spans with the naive counter and holds every stored window against it: calls, errors, summed
 * latency and each latency bucket. The last half minute, which may still be moving, is left out.
 */
export async function verifyHour(pool: pg.Pool, toMs?: number): Promise<Checked> {
  const { rows: ends } = await pool.query<{ last: Date | null }>(
    "SELECT max(start_at) AS last FROM spans",
  );
  const last = ends[0]?.last?.getTime();
  if (last === undefined) throw new Error("There are no spans in this database.");
  const to = Math.floor((toMs ?? last - minute / 2) / minute) * minute;
  const from = to - hour;
  const reach = 10 * minute;
  const { rows } = await pool.query(
    `SELECT encode(trace_id, 'hex') AS "traceId", encode(span_id, 'hex') AS "spanId", encode(parent_id, 'hex') AS "parentId",
       service, name, kind, peer, (extract(epoch FROM start_at) * 1000)::float8 AS "startMs", duration_us AS "durationUs", error,
       jsonb_strip_nulls(jsonb_build_object('http.response.status_code', attributes->'http.response.status_code',
         'http.status_code', attributes->'http.status_code')) AS attributes
     FROM spans WHERE start_at >= to_timestamp($1::float8 / 1000) AND start_at < to_timestamp($2::float8 / 1000)`,
    [from - reach, to + reach],
  );
  const { rows: sampledRows } = await pool.query<{ start: Date }>(
    "SELECT start FROM sampled_minutes WHERE start >= $1 AND start < $2",
    [new Date(from), new Date(to)],
  );
  const sampled = new Set(sampledRows.map((r) => r.start.getTime()));
  const isOpen = (t: number) =>
    t >= from && t < to && !sampled.has(Math.floor(t / minute) * minute);
  const naive = countNaively(rows, { edgeMs: 10_000, operationMs: minute });
  const stored = async (table: string, a: string, b: string) => {
    const found = await pool.query<NaiveCount & { t: number; a: string; b: string }>(
      `SELECT (extract(epoch FROM start) * 1000)::float8 AS t, ${a} AS a, ${b} AS b, calls, errors, "sumMs" AS ms, buckets
       FROM ${table} WHERE start >= $1 AND start < $2`,
      [new Date(from), new Date(to)],
    );
    return new Map(found.rows.map(({ t, a: x, b: y, ...c }) => [`${t}\t${x}\t${y}`, c]));
  };
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    spans: rows.filter((s) => s.startMs >= from && s.startMs < to).length,
    sampledMinutes: sampled.size,
    edges: compare(naive.edges, await stored("edge_windows", "caller", "callee"), isOpen),
    operations: compare(
      naive.operations,
      await stored("operation_windows", "service", "operation"),
      isOpen,
    ),
  };
}

function compare(
  naive: ReadonlyMap<string, NaiveCount>,
  stored: ReadonlyMap<string, NaiveCount>,
  isOpen: (t: number) => boolean,
): Compared {
  const keys = [...new Set([...naive.keys(), ...stored.keys()])]
    .filter((k) => isOpen(Number(k.split("\t")[0])))
    .sort();
  const different: string[] = [];
  let calls = 0;
  for (const key of keys) {
    const a = naive.get(key);
    const b = stored.get(key);
    calls += a?.calls ?? 0;
    if (a && b && isEqual(a, b)) continue;
    const [t, x, y] = key.split("\t");
    const words = (c: NaiveCount | undefined) =>
      c ? `${c.calls} calls, ${c.errors} errors, ${c.ms.toFixed(3)} ms` : "nothing";
    different.push(
      `${new Date(Number(t)).toISOString()} ${x} ${y}: spans say ${words(a)}; stored is ${words(b)}`,
    );
  }
  return {
    windows: keys.length,
    calls,
    equal: keys.length - different.length,
    different: different.slice(0, 20),
  };
}

const isEqual = (a: NaiveCount, b: NaiveCount): boolean =>
  a.calls === b.calls &&
  a.errors === b.errors &&
  Math.abs(a.ms - b.ms) <= 1e-6 * Math.max(1, a.ms) &&
  a.buckets.every((n, i) => n === b.buckets[i]);
