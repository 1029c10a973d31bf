/** Ready-made configuration for each door. `base` is where ingest listens; the key is a placeholder unless just made. */
export const snippets = (base: string, key: string): readonly { title: string; text: string }[] => [
  {
    title: "OpenTelemetry SDK: environment of your service",
    text: `OTEL_EXPORTER_OTLP_ENDPOINT=${base}
OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20${key}
OTEL_METRIC_EXPORT_INTERVAL=5000
OTEL_LOGS_EXPORTER=otlp
OTEL_RESOURCE_ATTRIBUTES=service.name=checkout,service.version=v1.2.3`,
  },
  {
    title: "Prometheus: remote_write in prometheus.yml",
    text: `remote_write:
  - url: ${base}/api/v1/write
    authorization:
      type: Bearer
      credentials: ${key}`,
  },
  {
    title: "curl: one point",
    text: `curl ${base}/api/v1/points \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '[{"metric": "queue.depth", "value": 12,
        "tags": {"service": "checkout"}}]'`,
  },
  {
    title: "curl: tell of a deploy",
    text: `curl ${base}/api/v1/changes \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"kind": "deploy", "service": "checkout",
       "from": "v1.2.2", "to": "v1.2.3", "author": "me"}'`,
  },
];
