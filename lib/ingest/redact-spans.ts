import type { Span } from "./otlp/read-spans";
import type { Redactor } from "./redact";

/** A span without what must not be stored: its name, whom it calls, its attributes and events. */
export const redactSpan = (span: Span, { text, tags }: Redactor): Span => ({
  ...span,
  name: text(span.name),
  peer: span.peer === null ? null : text(span.peer),
  attributes: tags(span.attributes),
  events: (span.events ?? []).map((e) => ({
    ...e,
    name: text(e.name),
    attributes: tags(e.attributes),
  })),
});
