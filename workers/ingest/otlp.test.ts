import { gzipSync } from "node:zlib";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startForTest } from "./start-for-test";

let s: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  s = await startForTest(process.env.DATABASE_URL);
});
afterAll(() => s.stop());

function sdk(service: string, version = "1", temporality?: number) {
  const exporter = new OTLPMetricExporter({
    url: `${s.url}/v1/metrics`,
    headers: s.headers,
    ...(temporality === undefined ? {} : { temporalityPreference: temporality }),
  });
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({
      "service.name": service,
      "service.version": version,
      "service.instance.id": `${service}-1`,
    }),
    readers: [reader],
  });
  return { meter: provider.getMeter("test"), provider };
}

test("a server's histogram becomes exactly the requests that it counted", async () => {
  const { meter, provider } = sdk("shop");
  const duration = meter.createHistogram("http.server.request.duration", {
    unit: "s",
    advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 1] },
  });
  const ok = { "http.request.method": "GET", "http.response.status_code": 200 };
  const bad = { ...ok, "http.response.status_code": 500, "error.type": "500" };
  for (let i = 0; i < 90; i++) duration.record(0.02, ok);
  for (let i = 0; i < 10; i++) duration.record(0.4, bad);
  await provider.forceFlush();
  for (let i = 0; i < 7; i++) duration.record(0.02, ok);
  await provider.forceFlush();
  await provider.shutdown();
  const { rows } = await s.db.pool.query(
    `SELECT sum(count) AS count, sum(errors) AS errors, sum("sumMs") AS ms FROM request_windows WHERE service = 'shop'`,
  );
  expect(rows[0].count).toBeCloseTo(107, 6);
  expect(rows[0].errors).toBeCloseTo(10, 6);
  expect(rows[0].ms).toBeCloseTo(97 * 20 + 10 * 400, 4);
});

test("gzip of nothing is fine", async () => {
  const r = await fetch(`${s.url}/v1/metrics`, {
    method: "POST",
    headers: { ...s.headers, "content-type": "application/x-protobuf", "content-encoding": "gzip" },
    body: gzipSync(""),
  });
  expect([r.status, r.headers.get("content-type"), await r.text()]).toEqual([
    200,
    "application/x-protobuf",
    "",
  ]);
});
