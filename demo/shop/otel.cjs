// Preloaded into every shop service (node -r ./otel.cjs): the stock OpenTelemetry SDK, configured by the standard variables.
const { OTLPMetricExporter } = require("@opentelemetry/exporter-metrics-otlp-proto");
const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-proto");
const { HttpInstrumentation } = require("@opentelemetry/instrumentation-http");
const { RuntimeNodeInstrumentation } = require("@opentelemetry/instrumentation-runtime-node");
const { UndiciInstrumentation } = require("@opentelemetry/instrumentation-undici");
const { resourceFromAttributes } = require("@opentelemetry/resources");
const { AggregationType, PeriodicExportingMetricReader } = require("@opentelemetry/sdk-metrics");
const { NodeSDK } = require("@opentelemetry/sdk-node");

/** Who listens on which host:port, so that a client span can say whom it calls. */
const peers = new Map(
  Object.entries(JSON.parse(process.env.FLEET_PEERS ?? "{}")).map(([name, url]) => [
    new URL(url).host,
    name,
  ]),
);
/** Who listens there from now on, as this process believes. */
globalThis.peerAt = (url, name) => peers.set(new URL(url).host, name);
const collector = process.env.OTEL_EXPORTER_OTLP_ENDPOINT
  ? new URL(process.env.OTEL_EXPORTER_OTLP_ENDPOINT).host
  : "";

// Seconds; closer together than the defaults where this shop's latencies lie, so that quantiles are sharper.
const boundaries = [
  0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3,
  0.4, 0.5, 0.6, 0.75, 1, 1.25, 1.5, 2, 3, 5, 10,
];

const sdk = new NodeSDK({
  resource: resourceFromAttributes({
    "service.version": process.env.FLEET_VERSION ?? "unknown",
    "service.instance.id": process.env.FLEET_INSTANCE ?? String(process.pid),
    "deployment.environment.name": "demo",
  }),
  autoDetectResources: true,
  traceExporter: new OTLPTraceExporter(),
  metricReaders: [
    new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter(),
      exportIntervalMillis: Number(process.env.OTEL_METRIC_EXPORT_INTERVAL ?? 5000),
      exportTimeoutMillis: 4000,
    }),
  ],
  views: ["http.server.request.duration", "http.client.request.duration"].map((instrumentName) => ({
    instrumentName,
    aggregation: { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries } },
  })),
  instrumentations: [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: (request) => request.url === "/health",
      ignoreOutgoingRequestHook: (options) =>
        `${options.hostname ?? options.host}:${options.port}` === collector,
      requestHook(span, request) {
        const peer = peers.get(request.getHeader?.("host"));
        if (peer) span.setAttribute("peer.service", peer);
        else if (request.url) {
          const route = globalThis.routeOf?.(request.method, request.url);
          if (route) {
            span.updateName(route);
            span.setAttribute("http.route", route.split(" ")[1]);
          }
        }
      },
    }),
    new UndiciInstrumentation({
      startSpanHook(request) {
        const peer = peers.get(new URL(request.origin).host);
        return peer ? { "peer.service": peer } : {};
      },
    }),
    new RuntimeNodeInstrumentation({ monitoringPrecision: 200 }),
  ],
});
sdk.start();

/** Sends what has been measured but not sent; called before the process ends. */
globalThis.flushTelemetry = () => sdk.shutdown();
