// A process under the stock OpenTelemetry SDK, for tests: `serve` answers /ok with 200 and /fail with 500 until it is told to
// stop; `call URL …` asks for the URLs one after the other and ends; `do JSON` makes one span and the log records that it is
// told. Told by OTEL_* variables where to export to.
const { createRequire } = require("node:module");
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
} else if (role === "do") void doAsTold(JSON.parse(urls[0]));
else void callAll();

async function doAsTold({ name, attributes, exception, message, logs = [] }) {
  const {
    trace,
    context,
    logs: logApi,
  } = createRequire(require.resolve("@opentelemetry/sdk-node"))("@opentelemetry/api");
  const span = trace.getTracer("test").startSpan(name, { kind: 1, attributes });
  const logger = logApi.getLogger("test");
  context.with(trace.setSpan(context.active(), span), () => {
    for (const record of logs) logger.emit(record);
  });
  if (exception) span.recordException(new Error(exception));
  if (message) span.setStatus({ code: 2, message });
  span.end();
  await sdk.shutdown();
  process.exit(0);
}

async function callAll() {
  for (const url of urls) await get(url);
  await sdk.shutdown();
  process.exit(0);
}
