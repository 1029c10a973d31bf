import type { LogRecord } from "./otlp/read-logs";
import type { Redactor } from "./redact";

/** A log record without what must not be stored. */
export const redactLog = (log: LogRecord, { text, tags }: Redactor): LogRecord => ({
  ...log,
  body: text(log.body),
  attributes: tags(log.attributes),
});
