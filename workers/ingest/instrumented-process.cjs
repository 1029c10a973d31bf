// A process under the stock OpenTelemetry SDK, for tests: `serve` answers /ok with 200 and /fail with 500 until it is told to
// stop; `call URL …` asks for the URLs one after the other and ends. Told by OTEL_* variables where to export to.
const { NodeSDK } = require("@opentelemetry/sdk-node");
const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-proto");
const { OTLPMetricExporter } = require("@opentelemetry/exporter-metrics-otlp-proto");
const { PeriodicExportingMetricReader } = require("@opentelemetry/sdk-metrics");
const { HttpInstrumentation } = require("@opentelemetry/instrumentation-http");

const sdk = new NodeSDK({
  traceExporter: new OTLPTraceExporter(),
  metricReaders: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })],
  instrumentations: [new HttpInstrumentation()],
});
sdk.start();
const http = require("node:http");

const [role, ...urls] = process.argv.slice(2);
const get = (url) =>
  new Promise((resolve, reject) => {
    http.get(url, (res) => res.resume().on("end", resolve)).on("error", reject);
  });

if (role === "serve") {
  const server = http.createServer((req, res) => {
    res.statusCode = req.url === "/fail" ? 500 : 200;
    res.end();
  });
  server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
  process.on("message", () => {
    server.close();
    sdk.shutdown().then(() => process.exit(0));
  });
} else void callAll();

async function callAll() {
  for (const url of urls) await get(url);
  await sdk.shutdown();
  process.exit(0);
}
