import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { nextRandom, uniform } from "@/lib/math/random";
import { inTransaction } from "./accept-store";
import type { Span } from "./otlp/read-spans";
import { parseTraceQuery, traceMeets } from "./span-query";
import { searchTraces } from "./span-search-store";
import { ensureSpanDays, writeSpans } from "./span-store";

const t0 = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
const traces = new Map<string, Span[]>();

let state = 5;
const random = (n: number) => {
  state = nextRandom(state);
  return Math.floor(uniform(state) * n);
};

beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now: t0 });
  for (let i = 1; i <= 120; i++) {
    const traceId = i.toString(16).padStart(32, "0");
    const spans = Array.from({ length: 1 + random(4) }, (_, k): Span => {
      const attributes: Record<string, string> = {};
      if (random(2)) attributes.code = String([200, 404, 500, "none"][random(4)]);
      if (random(2)) attributes.tier = ["gold", "silver", "a_b", "axb"][random(4)] ?? "";
      return {
        traceId,
        spanId: (k + 1).toString(16).padStart(16, "0"),
        parentId: k === 0 ? null : "1".padStart(16, "0"),
        service: ["gateway", "pricing", "search"][random(3)] ?? "",
        version: String(random(2)),
        instance: "i",
        name: `GET /${random(3)}`,
        kind: 1 + random(5),
        peer: random(2) ? "rates-db" : null,
        startMs: t0 + i * 1000 + k,
        durationUs: 1000 * random(300),
        error: random(4) === 0,
        attributes,
        events: [],
      };
    });
    traces.set(traceId, spans);
  }
  const all = [...traces.values()].flat();
  await ensureSpanDays(fresh.db.pool, all);
  await inTransaction(fresh.db.pool, (tx) => writeSpans(tx, all));
});
afterAll(() => fresh.drop());

const range = { fromMs: t0, toMs: t0 + 600_000, order: "recent", limit: 500 } as const;

test.each([
  "service = pricing",
  "service != pricing",
  "code >= 404 AND tier",
  "(code >= 404 AND tier = gold)",
  "(code != 200 OR NOT tier) AND NOT (error = true)",
  "tier = a_b OR tier = s*",
  "(kind = server AND duration > 100ms AND duration <= 0.2s)",
  "peer = rates-* AND NOT peer = other",
  '(operation = "GET /1" AND version = 1 AND error = false)',
  "duration = 0 OR code < 300",
  "NOT code",
  "duration != fast AND instance = i",
])("the database finds what the definition says: %s", async (text) => {
  const query = parseTraceQuery(text);
  if (!query) throw new Error("no query");
  const expected = [...traces].filter(([, spans]) => traceMeets(spans, query)).map(([id]) => id);
  const { traces: found, total } = await searchTraces(fresh.db.pool, query, range);
  expect(found.map((t) => t.traceId).sort()).toEqual(expected);
  expect(total).toBe(expected.length);
  expect(expected.length).toBeGreaterThan(0);
});

test("a trace is told with its root, its length and who took part", async () => {
  const [first] = [...traces.values()].filter((t) => t.length === 4);
  const spans = first ?? [];
  const { traces: found } = await searchTraces(fresh.db.pool, null, range);
  const told = found.find((t) => t.traceId === spans[0]?.traceId);
  const end = Math.max(...spans.map((s) => s.startMs + s.durationUs / 1000));
  expect(told).toMatchObject({
    service: spans[0]?.service,
    operation: spans[0]?.name,
    startMs: spans[0]?.startMs,
    durationMs: end - (spans[0]?.startMs ?? 0),
    spans: 4,
    errors: spans.filter((s) => s.error).length,
  });
  expect(told?.services.reduce((n, s) => n + s.spans, 0)).toBe(4);
});

test("the order decides which ones are shown when there are more", async () => {
  const slowest = await searchTraces(fresh.db.pool, null, { ...range, order: "slowest", limit: 3 });
  expect(slowest.total).toBe(120);
  const [a = 0, b = 0, c = 0] = slowest.traces.map((t) => t.durationMs);
  expect(a >= b && b >= c && c > 250).toBe(true);
  const recent = await searchTraces(fresh.db.pool, null, { ...range, limit: 2 });
  expect(recent.traces.map((t) => (t.startMs - t0) / 1000)).toEqual([120, 119]);
});

test("what all found traces have in common is counted over all of them, not over those shown", async () => {
  const { facets, looked } = await searchTraces(
    fresh.db.pool,
    parseTraceQuery("service = pricing"),
    {
      ...range,
      limit: 2,
    },
  );
  const met = [...traces.values()].filter((t) => t.some((s) => s.service === "pricing"));
  expect(looked).toBe(met.length);
  expect(facets.dots).toHaveLength(met.length);
  expect(facets.failed).toBe(met.filter((t) => t.some((s) => s.error)).length);
  const failing = met.filter((t) => t.some((s) => s.service === "pricing" && s.error));
  expect(facets.services[0]).toEqual({
    ...{ name: "pricing", traces: met.length, errors: failing.length },
  });
  const isEntry = (s: Span) => s.kind === 2 || s.kind === 5 || s.parentId === null;
  const calls = facets.operations.reduce((n, o) => n + o.calls, 0);
  expect(calls).toBe(met.flat().filter(isEntry).length);
});

test("nothing found is nothing, not an error", async () => {
  const none = await searchTraces(fresh.db.pool, parseTraceQuery("service = nobody"), range);
  expect(none).toEqual({
    ...{ traces: [], total: 0, looked: 0 },
    facets: { dots: [], services: [], operations: [], p50: null, p95: null, failed: 0 },
  });
});
