import { fork } from "node:child_process";
import path from "node:path";

/** A real process under the stock SDK for tests, told by variables to export everything to an ingest server. */
export function instrumented(
  to: { url: string; headers: { authorization: string } },
  service: string,
  role: string,
  told: object,
) {
  return fork(
    path.join(import.meta.dirname, "instrumented-process.cjs"),
    [role, JSON.stringify(told)],
    {
      execArgv: [],
      env: {
        NODE_ENV: "test",
        OTEL_SERVICE_NAME: service,
        OTEL_RESOURCE_ATTRIBUTES: `service.version=1,service.instance.id=${service}-1`,
        OTEL_EXPORTER_OTLP_ENDPOINT: to.url,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=${encodeURIComponent(to.headers.authorization)}`,
        OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
        OTEL_LOGS_EXPORTER: "otlp",
      },
    },
  );
}
