import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { bucketQuantile } from "@/lib/series/latency-buckets";
import { inTransaction } from "./accept-store";
import { type PeerNames, rollUpEdges } from "./edge-store";
import { countNaively, type NaiveCount } from "./naive-counts";
import { rollUpOperations } from "./operation-store";
import type { Span } from "./otlp/read-spans";
import { ensureSpanDays, writeSpans } from "./span-store";
import { readEdges } from "./traffic-store";
import { addAll, readOperationTrends, trendOf } from "./trend-store";

const t0 = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;
const hour = 60 * minute;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now: t0 });
});
afterAll(() => fresh.drop());

async function store(spans: readonly Span[]) {
  await ensureSpanDays(fresh.db.pool, spans);
  for (let i = 0; i < spans.length; i += 2000)
    await inTransaction(fresh.db.pool, (tx) => writeSpans(tx, spans.slice(i, i + 2000)));
}
const peers: PeerNames = new Map();
async function count() {
  await rollUpEdges(fresh.db.pool, peers, t0 - minute, t0 + hour + minute, t0 + 2 * hour);
  await inTransaction(fresh.db.pool, (tx) => rollUpOperations(tx, t0 - minute, t0 + hour + minute));
}

/**
 * An hour of traces with everything that goes wrong: clocks that lag up to 4 s, parents that never arrived, spans told
 * twice, callees that send nothing, callers' mistakes, calls to oneself, queues. The same every time.
 */
function hourOfTraces(): Span[] {
  let seed = 11;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  let ids = 0;
  const hex = (length: number) => (++ids).toString(16).padStart(length, "0");
  const services = ["gateway", "search", "pricing", "booking", "payment"];
  const skew = [0, 800, -1500, 4000, -4000];
  const spans: Span[] = [];
  const visit = (
    traceId: string,
    at: number,
    who: number,
    parentId: string | null,
    depth: number,
  ) => {
    const service = services[who] as string;
    const own = (given: Partial<Span> & Pick<Span, "kind" | "name">): Span => ({
      traceId,
      spanId: hex(16),
      parentId,
      service,
      version: "1",
      instance: "i",
      peer: null,
      startMs: Math.floor(at + (skew[who] as number)),
      durationUs: Math.floor(200 * 2 ** (random() * 16)),
      error: random() < 0.08,
      attributes: {},
      ...given,
    });
    const server = own({ kind: random() < 0.1 ? 5 : 2, name: `op ${Math.floor(random() * 3)}` });
    if (random() > 0.05) spans.push(server); // Else lost: its children are orphans.
    for (let i = 0; depth < 3 && i < 3 * random(); i++) {
      const callee = Math.floor(random() * services.length);
      const client = own({
        kind: random() < 0.1 ? 4 : 3,
        name: "call",
        parentId: server.spanId,
        startMs: Math.floor(at + (skew[who] as number) + random() * 50),
        peer: `10.0.0.${callee}`,
        attributes: random() < 0.1 ? { "http.response.status_code": "404" } : {},
      });
      spans.push(client);
      if (random() < 0.2) client.peer = "postgresql@db";
      else if (random() < 0.9)
        visit(traceId, client.startMs - (skew[who] as number), callee, client.spanId, depth + 1);
    }
  };
  for (let i = 0; i < 900; i++)
    visit(hex(32), t0 + 10_000 + random() * (hour - 20_000), 0, null, 0);
  return spans;
}

const spans = hourOfTraces();
const naive = (edgeMs: number, operationMs: number) => countNaively(spans, { edgeMs, operationMs });
const whole = (counts: Map<string, NaiveCount>) =>
  [...counts].map(([key, c]) => [key, c.calls, c.errors, c.buckets]).sort();

test("windows counted again when late spans arrive equal a naive count over all spans", async () => {
  expect(spans.length).toBeGreaterThan(3000);
  // First two thirds of the spans, in no order, some of them twice; the rest comes late.
  const early = spans.filter((_, i) => i % 3 !== 0);
  await store(early);
  await count();
  await store(spans.filter((_, i) => i % 3 === 0));
  await store(early.slice(0, 500));
  await count();
  const { edges, operations } = naive(10_000, minute);
  const stored = async (table: string, a: string, b: string) =>
    (
      await fresh.db.pool.query(
        `SELECT (extract(epoch FROM start) * 1000)::float8 AS t, ${a} AS a, ${b} AS b, calls, errors, buckets FROM ${table}`,
      )
    ).rows
      .map((r) => [`${r.t}\t${r.a}\t${r.b}`, r.calls, r.errors, r.buckets])
      .sort();
  expect(await stored("edge_windows", "caller", "callee")).toEqual(whole(edges));
  expect(await stored("operation_windows", "service", "operation")).toEqual(whole(operations));
});

test("rate, failed share and quantiles of every edge over a window are those of the naive count", async () => {
  const from = t0 + 20 * minute;
  const to = t0 + 40 * minute;
  const { edges } = countNaively(spans, { edgeMs: 20 * minute, operationMs: minute });
  const expected = [...edges]
    .filter(([key]) => key.startsWith(`${from}\t`))
    .map(([key, c]) => {
      const [, caller, callee] = key.split("\t");
      return {
        caller,
        callee,
        calls: c.calls,
        errors: c.errors,
        p50: bucketQuantile(c.buckets, 0.5),
        p95: bucketQuantile(c.buckets, 0.95),
        p99: bucketQuantile(c.buckets, 0.99),
      };
    })
    .sort((a, b) => (`${a.caller}\t${a.callee}` < `${b.caller}\t${b.callee}` ? -1 : 1));
  const found = await readEdges(fresh.db.pool, from, to);
  expect(expected.length).toBeGreaterThan(15);
  expect(
    found.map(({ caller, callee, calls, errors, p50, p95, p99 }) => ({
      caller,
      callee,
      calls,
      errors,
      p50,
      p95,
      p99,
    })),
  ).toEqual(expected);
  for (const e of found) expect(e.errorShare).toBe(e.errors / e.calls);
});

test.each([1, 5, 15, 60])("trends in parts of %i min are those of the naive count", async (m) => {
  const bucketMs = m * minute;
  const parts = { from: t0, to: t0 + hour, bucketMs };
  const { operations } = countNaively(spans, { edgeMs: 10_000, operationMs: bucketMs });
  const trends = await readOperationTrends(fresh.db.pool, "pricing", parts);
  expect([...trends.keys()].sort()).toEqual(["op 0", "op 1", "op 2"]);
  for (const [operation, rows] of trends) {
    const { points } = trendOf(rows, parts, t0 + 2 * hour);
    expect(points).toHaveLength(60 / m);
    points.forEach((p, i) => {
      const c = operations.get(`${t0 + i * bucketMs}\tpricing\t${operation}`);
      expect(p?.calls ?? 0).toBe(c?.calls ?? 0);
      if (!c || !p) return;
      expect(p.errors).toBe(c.errors);
      expect(p.rate).toBeCloseTo(c.calls / (bucketMs / 1000), 12);
      expect(p.errorShare).toBe(c.errors / c.calls);
      expect([p.p50, p.p95, p.p99]).toEqual(
        [0.5, 0.95, 0.99].map((q) => bucketQuantile(c.buckets, q)),
      );
    });
  }
  const all = trendOf(addAll(trends.values()), parts, t0 + 2 * hour).total.calls;
  const naiveAll = [...operations].filter(
    ([key]) => key.split("\t")[1] === "pricing" && Number(key.split("\t")[0]) >= t0,
  );
  expect(all).toBe(
    naiveAll
      .filter(([key]) => Number(key.split("\t")[0]) < t0 + hour)
      .reduce((sum, [, c]) => sum + c.calls, 0),
  );
});
