// The log of a shop service: OpenTelemetry log records of the SDK that otel.cjs started; within a request they carry its span.
const { createRequire } = require("node:module");

// The SDK's own copy of its interface, so that both mean the same logger.
const { logs } = createRequire(require.resolve("@opentelemetry/sdk-node"))("@opentelemetry/api");
const logger = logs.getLogger("shop");

const write = (severityNumber, severityText) => (body, attributes) =>
  logger.emit({ severityNumber, severityText, body, ...(attributes && { attributes }) });

module.exports = {
  info: write(9, "INFO"),
  warn: write(13, "WARN"),
  error: write(17, "ERROR"),
  fatal: write(21, "FATAL"),
};
