import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { nextRandom, uniform } from "@/lib/math/random";
import { bucketOf, emptyBuckets } from "@/lib/series/latency-buckets";
import { inTransaction } from "./accept-store";
import { rollUpEdges } from "./edge-store";
import { minuteMs, usualTraceRules } from "./model";
import { rollUpOperations } from "./operation-store";
import type { Span } from "./otlp/read-spans";
import { sampleSpans } from "./sampling-store";
import { ensureSpanDays, writeSpans } from "./span-store";

const t0 = Date.UTC(2026, 10, 22, 12);
const later = t0 + 10 * 3_600_000;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now: t0 });
});
afterAll(() => fresh.drop());

let state = 11;
const random = () => {
  state = nextRandom(state);
  return uniform(state);
};
const hex = (length: number) =>
  Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("");
const span = (given: Partial<Span>): Span => ({
  traceId: hex(32),
  spanId: hex(16),
  parentId: null,
  service: "gateway",
  version: "1",
  instance: "i",
  name: "GET /",
  kind: 2,
  peer: null,
  startMs: t0,
  durationUs: 10_000,
  error: false,
  attributes: {},
  events: [],
  ...given,
});
async function store(spans: Span[]) {
  await ensureSpanDays(fresh.db.pool, spans);
  await inTransaction(fresh.db.pool, (tx) => writeSpans(tx, spans));
}
const operations = async () =>
  (
    await fresh.db.pool.query(
      `SELECT service, operation, (extract(epoch FROM start) * 1000)::float8 - $1 AS at, calls, errors, round("sumMs") AS ms, buckets
       FROM operation_windows ORDER BY 3, 1, 2`,
      [t0],
    )
  ).rows;
const edges = async () =>
  (await fresh.db.pool.query("SELECT * FROM edge_windows ORDER BY start, caller, callee")).rows;
const count = () =>
  inTransaction(fresh.db.pool, (tx) => rollUpOperations(tx, t0, t0 + 20 * minuteMs));

/** 2,000 traces of three spans over ten minutes: 2 % fail in the callee, 1 % are slow at the root. */
function traces(): Span[] {
  return Array.from({ length: 2000 }, (_, i) => {
    const startMs = t0 + Math.floor(random() * 10 * minuteMs);
    const slow = i % 100 === 7;
    const root = span({
      startMs,
      durationUs: slow ? 900_000 : 20_000 + Math.floor(random() * 9000),
    });
    const call = span({
      traceId: root.traceId,
      parentId: root.spanId,
      kind: 3,
      name: "GET",
      peer: "pricing",
      startMs: startMs + 1,
    });
    const served = span({
      traceId: root.traceId,
      parentId: call.spanId,
      service: "pricing",
      name: "GET /prices",
      startMs: startMs + 2,
      durationUs: 5_000,
      error: i % 50 === 3,
    });
    return [root, call, served];
  }).flat();
}

test("failed and slow traces stay whole, of the rest the chosen share; what was counted stays as it was", async () => {
  const spans = traces();
  await store(spans);
  await count();
  await rollUpEdges(fresh.db.pool, new Map(), t0, t0 + 12 * minuteMs, later);
  const before = { operations: await operations(), edges: await edges() };

  // By hand, for one minute of one operation.
  const first = spans.filter(
    (s) => s.service === "pricing" && s.startMs >= t0 && s.startMs < t0 + minuteMs,
  );
  const buckets = emptyBuckets();
  for (const s of first) {
    const bucket = bucketOf(s.durationUs / 1000);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  expect(before.operations.find((o) => o.service === "pricing" && o.at === 0)).toMatchObject({
    operation: "GET /prices",
    calls: first.length,
    errors: first.filter((s) => s.error).length,
    buckets,
  });

  const rules = { ...usualTraceRules, keepShare: 0.1, slowQuantile: 0.98 };
  expect(await sampleSpans(fresh.db.pool, rules, t0 + 100 * minuteMs)).toBeNull();
  const removed = [];
  for (let n = await sampleSpans(fresh.db.pool, rules, later); n !== null; ) {
    removed.push(n);
    n = await sampleSpans(fresh.db.pool, rules, later);
  }
  const { rows } = await fresh.db.pool.query<{ trace: string; n: number }>(
    "SELECT encode(trace_id, 'hex') AS trace, count(*) AS n FROM spans GROUP BY 1",
  );
  const kept = new Set(rows.map((r) => r.trace));
  const must = spans.filter((s) => s.error || s.durationUs === 900_000).map((s) => s.traceId);
  const chosen = spans.filter((s) => Number.parseInt(s.traceId.slice(28), 16) < 6553.6);
  expect(kept).toEqual(new Set([...must, ...chosen.map((s) => s.traceId)]));
  expect(new Set(rows.map((r) => r.n))).toEqual(new Set([3]));
  expect(kept.size).toBeGreaterThan(200);
  expect(kept.size).toBeLessThan(300);
  expect(removed.reduce((a, b) => a + b, 0)).toBe(6000 - 3 * kept.size);

  await rollUpEdges(fresh.db.pool, new Map(), t0, t0 + 12 * minuteMs, later);
  expect(await operations()).toEqual(before.operations);
  expect(await edges()).toEqual(before.edges);
});

test("a span that comes after its minute was sampled is counted once, however often it is told", async () => {
  const calls = async () =>
    (await operations()).find((o) => o.service === "gateway" && o.at === 0)?.calls as number;
  const before = await calls();
  const late = span({ startMs: t0 + 5_000, durationUs: 30_000 });
  await store([late]);
  await store([late]);
  expect(await calls()).toBe(before + 1);
});
