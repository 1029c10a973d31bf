import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeMetricsRequest, parseMetricsRequest } from "@/lib/ingest/otlp/metrics-message";
import { readMetrics } from "@/lib/ingest/otlp/read-metrics";
import { attributes, metricsRequest, resource, served, spansRequest, sum } from "./otlp-json";
import { startForTest } from "./start-for-test";

let s: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  s = await startForTest(process.env.DATABASE_URL);
});
afterAll(() => s.stop());

const post = async (path: string, body: object, url = s.url) => {
  const r = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { ...s.headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect([r.status, await r.text()]).toEqual([200, "{}"]);
};

const resourceOf = (service: string, version = "1") =>
  resourceFromAttributes({
    "service.name": service,
    "service.version": version,
    "service.instance.id": `${service}-1`,
  });

/** The stock SDK; only `forceFlush` exports. */
function sdk(service: string, options: { delta?: boolean; gzip?: boolean; version?: string } = {}) {
  const exporter = new OTLPMetricExporter({
    url: `${s.url}/v1/metrics`,
    headers: s.headers,
    ...(options.gzip && { compression: "gzip" as never }),
    temporalityPreference: options.delta
      ? AggregationTemporality.DELTA
      : AggregationTemporality.CUMULATIVE,
  });
  const provider = new MeterProvider({
    resource: resourceOf(service, options.version),
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
    views: [
      {
        instrumentName: "*.exponential",
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
      },
    ],
  });
  return { meter: provider.getMeter("test"), provider };
}

async function windows(service: string) {
  const { rows } = await s.db.pool.query(
    `SELECT sum(count) AS count, sum(errors) AS errors, sum("sumMs") AS ms FROM request_windows WHERE service = $1`,
    [service],
  );
  return rows[0];
}
async function values(metric: string, service: string): Promise<number[]> {
  const { rows } = await s.db.pool.query(
    "SELECT value FROM samples JOIN series ON id = series_id WHERE metric = $1 AND service = $2 ORDER BY time",
    [metric, service],
  );
  return rows.map((r) => r.value);
}

for (const delta of [false, true])
  test(`a server's ${delta ? "delta" : "cumulative"} histogram becomes exactly the requests that it counted`, async () => {
    const service = delta ? "shop-delta" : "shop";
    const { meter, provider } = sdk(service, { delta, gzip: delta });
    const duration = meter.createHistogram("http.server.request.duration", {
      unit: "s",
      advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 1] },
    });
    const ok = { "http.request.method": "GET", "http.response.status_code": 200 };
    const missing = { ...ok, "http.response.status_code": 404 };
    const bad = { ...ok, "http.response.status_code": 500, "error.type": "500" };
    for (let i = 0; i < 90; i++) duration.record(0.02, ok);
    for (let i = 0; i < 10; i++) duration.record(0.4, bad);
    await provider.forceFlush();
    for (let i = 0; i < 7; i++) duration.record(0.02, ok);
    for (let i = 0; i < 3; i++) duration.record(0.02, missing);
    await provider.forceFlush();
    await provider.shutdown();
    const w = await windows(service);
    expect(w.count).toBeCloseTo(110, 6);
    expect(w.errors).toBeCloseTo(10, 6);
    expect(w.ms).toBeCloseTo(100 * 20 + 10 * 400, 4);
  });

test("counters become rates, gauges stay, histograms become rate and quantiles", async () => {
  const { meter, provider } = sdk("kinds", { gzip: true });
  const counter = meter.createCounter("jobs.done", { unit: "{job}" });
  const upDown = meter.createUpDownCounter("jobs.waiting");
  meter.createObservableGauge("memory", { unit: "By" }).addCallback((r) => r.observe(123.5));
  const explicit = meter.createHistogram("call.duration", {
    unit: "s",
    advice: { explicitBucketBoundaries: [0.1, 0.2, 0.4] },
  });
  const exponential = meter.createHistogram("call.exponential", { unit: "ms" });
  counter.add(1);
  upDown.add(5);
  await provider.forceFlush();
  counter.add(30);
  upDown.add(-2);
  for (let i = 0; i < 100; i++) explicit.record(i < 90 ? 0.15 : 0.3);
  for (let i = 0; i < 100; i++) exponential.record(80);
  await provider.forceFlush();
  await provider.shutdown();
  expect(await values("memory", "kinds")).toContain(123.5);
  expect((await values("jobs.waiting", "kinds")).slice(0, 2)).toEqual([5, 3]);
  const { rows } = await s.db.pool.query(
    `SELECT unit, value * (extract(epoch FROM time - lag(time) OVER (ORDER BY time)))::float8 AS added FROM samples
     JOIN series ON id = series_id WHERE metric = 'jobs.done.rate' AND service = 'kinds' ORDER BY time`,
  );
  expect(rows.at(-1)?.unit).toBe("{job}/s");
  // The rate of every export times its duration is what was added in it; shutdown exported once more, with nothing.
  expect(rows.map((r) => Math.round(r.added * 1e6) / 1e6)).toContain(30);
  expect((await values("call.duration.p50", "kinds")).map((v) => v.toFixed(3))).toEqual([
    "155.556",
  ]);
  expect((await values("call.duration.p95", "kinds")).map((v) => v.toFixed(3))).toEqual([
    "300.000",
  ]);
  const [p50 = 0] = await values("call.exponential.p50", "kinds");
  expect(Math.abs(p50 / 80 - 1)).toBeLessThan(0.1);
});

test("protobuf and JSON of the same metrics read the same", async () => {
  const json = metricsRequest(
    { attributes: attributes({ "service.name": "same", "service.version": "2" }) },
    sum("n", [
      { at: 1_763_800_005_000, start: 1_763_800_000_000, value: -3, tags: { a: "b", n: 7 } },
    ]),
    served([{ at: 1_763_800_005_000, counts: [1, 2, 3] }]),
  );
  // The same request, encoded field by field.
  const len = (field: number, ...parts: Uint8Array[]): Uint8Array => {
    const inner = Buffer.concat(parts);
    const size =
      inner.length < 128 ? [inner.length] : [(inner.length % 128) + 128, inner.length >> 7];
    return Buffer.concat([Buffer.from([field * 8 + 2, ...size]), inner]);
  };
  const text = (field: number, value: string) => len(field, Buffer.from(value));
  const fixed = (field: number, value: bigint) => {
    const b = Buffer.alloc(9);
    b[0] = field * 8 + 1;
    b.writeBigInt64LE(value, 1);
    return b;
  };
  const double = (field: number, ...v: number[]) => {
    const b = Buffer.alloc(8 * v.length);
    for (const [i, x] of v.entries()) b.writeDoubleLE(x, 8 * i);
    return v.length === 1 && field !== 7
      ? Buffer.concat([Buffer.from([field * 8 + 1]), b])
      : len(field, b);
  };
  const kv = (field: number, key: string, value: string | number) =>
    len(
      field,
      text(1, key),
      len(
        2,
        typeof value === "string"
          ? text(1, value)
          : Buffer.from([24, ...(value < 128 ? [value] : [(value % 128) + 128, value >> 7])]),
      ),
    );
  const counts = Buffer.alloc(24);
  for (const [i, n] of [1n, 2n, 3n].entries()) counts.writeBigInt64LE(n, 8 * i);
  const at = 1_763_800_005_000_000_000n;
  const bytes = len(
    1,
    len(1, kv(1, "service.name", "same"), kv(1, "service.version", "2")),
    len(
      2,
      len(1, text(1, "test")),
      len(
        2,
        text(1, "n"),
        len(
          7,
          len(
            1,
            fixed(2, 1_763_800_000_000_000_000n),
            fixed(3, at),
            fixed(6, -3n),
            kv(7, "a", "b"),
            kv(7, "n", 7),
          ),
          Buffer.from([16, 2, 24, 1]),
        ),
      ),
      len(
        2,
        text(1, "http.server.request.duration"),
        text(3, "s"),
        len(
          9,
          len(
            1,
            fixed(3, at),
            fixed(4, 6n),
            double(5, 0.05 + 2 * 0.5 + 3 * 2),
            len(6, counts),
            double(7, 0.1, 1),
            kv(9, "http.response.status_code", 200),
          ),
          Buffer.from([16, 2]),
        ),
      ),
    ),
  );
  const read = readMetrics(decodeMetricsRequest(bytes));
  expect(read).toEqual(readMetrics(parseMetricsRequest(JSON.stringify(json))));
  expect(read.from[0]?.metrics.map((m) => m.points.length)).toEqual([1, 1]);
});

test("a restart in the middle of counters loses and doubles nothing, and neither does a request sent twice", async () => {
  const t = Date.now() - 60_000;
  const request = (k: number, count: number) =>
    metricsRequest(
      resource("steady"),
      sum("work", [{ at: t + k * 5000, start: t, value: count }]),
      served([{ at: t + k * 5000, start: t, counts: [count, 0, 0] }]),
    );
  await post("/v1/metrics", request(1, 10));
  await post("/v1/metrics", request(2, 25));
  await post("/v1/metrics", request(2, 25));
  const second = await s.start();
  const url = `http://127.0.0.1:${second.port}`;
  // Both run for a while, as in a rolling update: one counts on where the other is.
  await post("/v1/metrics", request(3, 45), url);
  await post("/v1/metrics", request(4, 70));
  await post("/v1/metrics", request(5, 100), url);
  await second.stop();
  await post("/v1/metrics", request(4, 70));
  // The sender itself begins again, from 0.
  await post(
    "/v1/metrics",
    metricsRequest(
      resource("steady"),
      sum("work", [{ at: t + 30_000, start: t + 27_000, value: 6 }]),
      served([{ at: t + 30_000, start: t + 27_000, counts: [6, 0, 0] }]),
    ),
  );
  expect((await windows("steady")).count).toBeCloseTo(106, 6);
  expect(await values("work.rate", "steady")).toEqual([2, 3, 4, 5, 6, 2]);
});

/** A real process under the stock SDK, told by variables where to export to. */
function instrumented(service: string, version: string, ...args: string[]) {
  return fork(path.join(import.meta.dirname, "instrumented-process.cjs"), args, {
    execArgv: [],
    env: {
      NODE_ENV: "test",
      OTEL_SERVICE_NAME: service,
      OTEL_RESOURCE_ATTRIBUTES: `service.version=${version},service.instance.id=${service}-1`,
      OTEL_EXPORTER_OTLP_ENDPOINT: s.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=${encodeURIComponent(s.headers.authorization)}`,
      OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
      OTEL_LOGS_EXPORTER: "none",
    },
  });
}

test("two processes under the stock SDK: spans, requests, the edge between them, and a deploy", async () => {
  const back = instrumented("back", "1", "serve");
  const [{ port }] = (await once(back, "message")) as [{ port: number }];
  const url = `http://127.0.0.1:${port}`;
  const front = instrumented("front", "1", "call", `${url}/ok`, `${url}/fail`, `${url}/ok`);
  await once(front, "exit");
  await once(instrumented("front", "2", "call", `${url}/ok`), "exit");
  back.send("stop");
  await once(back, "exit");
  const { rows } = await s.db.pool.query(
    `SELECT service, kind, version, peer, error, attributes->>'http.response.status_code' AS status
     FROM spans WHERE service IN ('front', 'back') ORDER BY 1, start_at`,
  );
  const client = { service: "front", kind: 3, peer: `127.0.0.1:${port}` };
  const server = { service: "back", kind: 2, version: "1", peer: null };
  expect(rows).toEqual([
    { ...server, error: false, status: "200" },
    { ...server, error: true, status: "500" },
    { ...server, error: false, status: "200" },
    { ...server, error: false, status: "200" },
    { ...client, version: "1", error: false, status: "200" },
    { ...client, version: "1", error: true, status: "500" },
    { ...client, version: "1", error: false, status: "200" },
    { ...client, version: "2", error: false, status: "200" },
  ]);
  const w = await windows("back");
  expect(w.count).toBeCloseTo(4, 6);
  expect(w.errors).toBeCloseTo(1, 6);
  const { rows: changes } = await s.db.pool.query(
    `SELECT service, kind, "from", "to", source FROM changes WHERE service IN ('front', 'back')`,
  );
  expect(changes).toEqual([
    { service: "front", kind: "deploy", from: "1", to: "2", source: "telemetry" },
  ]);
  const { rows: services } = await s.db.pool.query(
    "SELECT name, kind FROM services WHERE name IN ('front', 'back') ORDER BY 1",
  );
  expect(services).toEqual([
    { name: "back", kind: "instrumented" },
    { name: "front", kind: "instrumented" },
  ]);
  expect(await edge("front")).toEqual({ callee: "back", calls: 4, errors: 1 });
});

/** The only edge of a caller, once it has been counted, over all windows. */
async function edge(caller: string) {
  for (;;) {
    const { rows } = await s.db.pool.query(
      "SELECT callee, sum(calls) AS calls, sum(errors) AS errors FROM edge_windows WHERE caller = $1 GROUP BY 1",
      [caller],
    );
    if (rows.length === 1) return rows[0];
    expect(rows).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("spans told twice are one, and edges come of them by themselves", async () => {
  const at = Date.now() - 2000;
  const caller = spansRequest(resource("alpha"), [
    { trace: "a1", id: "1", kind: 2, at },
    {
      trace: "a1",
      id: "2",
      parent: "1",
      kind: 3,
      at: at + 1,
      ms: 8,
      tags: { "server.address": "beta" },
    },
  ]);
  const callee = spansRequest(resource("beta"), [
    { trace: "a1", id: "3", parent: "2", kind: 2, at: at + 2, ms: 5, error: true },
  ]);
  await post("/v1/traces", caller);
  await post("/v1/traces", callee);
  await post("/v1/traces", callee);
  const { rows } = await s.db.pool.query(
    "SELECT count(*) AS n FROM spans WHERE service IN ('alpha', 'beta')",
  );
  expect(rows[0].n).toBe(3);
  expect(await edge("alpha")).toEqual({ callee: "beta", calls: 1, errors: 1 });
});
