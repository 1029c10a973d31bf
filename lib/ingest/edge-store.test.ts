import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { bucketOf } from "@/lib/series/latency-buckets";
import { inTransaction } from "./accept-store";
import { loadPeers, type PeerNames, rollUpEdges } from "./edge-store";
import type { Span } from "./otlp/read-spans";
import { ensureSpanDays, writeSpans } from "./span-store";

const t0 = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now: t0 });
});
afterAll(() => fresh.drop());

let ids = 0;
const hex = (length: number) => (++ids).toString(16).padStart(length, "0");
const span = (given: Partial<Span> & Pick<Span, "service" | "kind">): Span => ({
  traceId: hex(32),
  spanId: hex(16),
  parentId: null,
  version: "1",
  instance: "i",
  name: "n",
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

async function edges() {
  const { rows } = await fresh.db.pool.query(
    `SELECT caller, callee, (extract(epoch FROM start) * 1000)::float8 - $1 AS at, calls, errors, "sumMs" AS ms, buckets
     FROM edge_windows ORDER BY 3, 1, 2`,
    [t0],
  );
  return rows;
}
const brief = async () =>
  (await edges()).map((e) => `${e.at / 1000}s ${e.caller}>${e.callee} ${e.calls}/${e.errors}`);

const clear = () =>
  fresh.db.pool.query("TRUNCATE spans, edge_windows; DELETE FROM services WHERE kind = 'external'");

test("edges equal counting by hand over random traces", async () => {
  // A small generator of its own, so that the fixture is the same every time.
  let seed = 7;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  const services = ["gateway", "search", "pricing", "booking", "payment"];
  const spans: Span[] = [];
  const expected = new Map<string, { calls: number; errors: number; ms: number; b: number[] }>();
  const count = (caller: string, callee: string, at: number, us: number, error: boolean) => {
    const key = `${Math.floor((at - t0) / 10_000) * 10}s ${caller}>${callee}`;
    const e = expected.get(key) ?? { calls: 0, errors: 0, ms: 0, b: new Array(66).fill(0) };
    expected.set(key, e);
    e.calls++;
    e.errors += error ? 1 : 0;
    e.ms += us / 1000;
    e.b[bucketOf(us / 1000)]++;
  };
  const visit = (traceId: string, service: string, at: number, depth: number) => {
    for (let i = 0; i < 2 * random(); i++) {
      const startMs = at + Math.floor(random() * 50);
      const durationUs = Math.floor(1000 * 2 ** (random() * 10));
      const error = random() < 0.2;
      const client = span({ traceId, service, kind: 3, startMs, durationUs, peer: "db@host" });
      spans.push(client);
      if (depth < 3 && random() < 0.8) {
        const callee = services[Math.floor(random() * services.length)] ?? "";
        if (callee === service) {
          // A call to itself is no edge, and has a child: not an outside call either.
          const own = span({ traceId, service, kind: 2, parentId: client.spanId, startMs });
          const inner = span({
            traceId,
            service,
            kind: 3,
            parentId: client.spanId,
            startMs,
            peer: "db@host",
          });
          spans.push(own, inner);
          count(service, "db@host", startMs, 10_000, false);
          continue;
        }
        client.peer = `10.0.0.${services.indexOf(callee)}`;
        const at = startMs + 1;
        const server = span({
          traceId,
          service: callee,
          kind: 2,
          parentId: client.spanId,
          startMs: at,
          error,
        });
        spans.push(server);
        count(service, callee, at, durationUs, error);
        visit(traceId, callee, at, depth + 1);
      } else {
        client.error = error;
        count(service, "db@host", startMs, durationUs, error);
      }
    }
  };
  for (let i = 0; i < 400; i++) visit(hex(32), "gateway", t0 + Math.floor(random() * 40_000), 0);
  await clear();
  await store(spans);
  await rollUpEdges(fresh.db.pool, new Map(), t0, t0 + 60_000, t0 + 120_000);
  const all = await edges();
  const found = new Map<string, (typeof all)[number]>(
    all.map((e) => [`${e.at / 1000}s ${e.caller}>${e.callee}`, e] as const),
  );
  expect(spans.length).toBeGreaterThan(500);
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, e] of expected) {
    const f = found.get(key);
    expect([key, f?.calls, f?.errors]).toEqual([key, e.calls, e.errors]);
    expect(f?.ms).toBeCloseTo(e.ms, 6);
    expect(f?.buckets).toEqual(e.b);
  }
  // Once more, with the spans told twice: nothing changes.
  const before = await edges();
  await store(spans);
  await rollUpEdges(fresh.db.pool, new Map(), t0, t0 + 60_000, t0 + 120_000);
  expect(await edges()).toEqual(before);
});

test("a call whose callee has yet to report is nobody's, then the callee's", async () => {
  await clear();
  const client = span({ service: "a", kind: 3, peer: "10.1.1.1" });
  await store([client]);
  await rollUpEdges(fresh.db.pool, new Map(), t0, t0 + 10_000, t0 + 3_000);
  expect(await brief()).toEqual([]);
  await rollUpEdges(fresh.db.pool, new Map(), t0, t0 + 10_000, t0 + 12_000);
  expect(await brief()).toEqual(["0s a>10.1.1.1 1/0"]);
  const { rows } = await fresh.db.pool.query("SELECT name, kind FROM services");
  expect(rows).toEqual([{ name: "10.1.1.1", kind: "external" }]);
  await store([span({ traceId: client.traceId, service: "b", kind: 2, parentId: client.spanId })]);
  await rollUpEdges(fresh.db.pool, new Map(), t0, t0 + 10_000, t0 + 13_000);
  expect(await brief()).toEqual(["0s a>b 1/0"]);
});

test("a dead service keeps its name: its address was learned while it lived", async () => {
  await clear();
  const alive = span({ service: "a", kind: 3, peer: "127.0.0.1:20105" });
  await store([
    alive,
    span({ traceId: alive.traceId, service: "b", kind: 2, parentId: alive.spanId }),
    span({ service: "a", kind: 3, peer: "127.0.0.1:20105", startMs: t0 + 11_000, error: true }),
    span({ service: "a", kind: 3, peer: "postgresql@127.0.0.1:5432", startMs: t0 + 11_000 }),
  ]);
  const peers: PeerNames = new Map();
  await rollUpEdges(fresh.db.pool, peers, t0, t0 + 10_000, t0 + 12_000);
  await rollUpEdges(fresh.db.pool, peers, t0 + 10_000, t0 + 20_000, t0 + 12_000);
  expect(await brief()).toEqual([
    "0s a>b 1/0",
    "10s a>b 1/1",
    "10s a>postgresql@127.0.0.1:5432 1/0",
  ]);
  // After a restart it is learned from the spans that are there.
  expect(await loadPeers(fresh.db.pool, t0 - 1000)).toEqual(
    new Map([["127.0.0.1:20105", new Set(["b"])]]),
  );
});

test("an address behind which several services stand names none of them", async () => {
  await clear();
  const calls = ["b", "c"].flatMap((service) => {
    const client = span({ service: "a", kind: 3, peer: "mesh" });
    return [client, span({ traceId: client.traceId, service, kind: 2, parentId: client.spanId })];
  });
  await store([...calls, span({ service: "a", kind: 3, peer: "mesh", startMs: t0 + 10_000 })]);
  const peers: PeerNames = new Map();
  await rollUpEdges(fresh.db.pool, peers, t0, t0 + 10_000, t0 + 60_000);
  await rollUpEdges(fresh.db.pool, peers, t0 + 10_000, t0 + 20_000, t0 + 60_000);
  expect(await brief()).toEqual(["0s a>b 1/0", "0s a>c 1/0", "10s a>mesh 1/0"]);
});

test("a request that was itself wrong is no failure of the edge, a failed answer is", async () => {
  await clear();
  const ask = (status: string, serverError: boolean) => {
    const attributes = { "http.response.status_code": status };
    const client = span({ service: "a", kind: 3, error: true, attributes });
    return [
      client,
      span({
        traceId: client.traceId,
        service: "b",
        kind: 2,
        parentId: client.spanId,
        error: serverError,
      }),
    ];
  };
  await store([...ask("404", false), ...ask("503", true), ...ask("502", false)]);
  await rollUpEdges(fresh.db.pool, new Map(), t0, t0 + 10_000, t0 + 60_000);
  expect(await brief()).toEqual(["0s a>b 3/2"]);
});
