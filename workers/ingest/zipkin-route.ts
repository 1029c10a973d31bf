import type { Redactor } from "@/lib/ingest/redact";
import { redactSpan } from "@/lib/ingest/redact-spans";
import { spanIsKept } from "@/lib/ingest/span-store";
import { readZipkinSpans } from "@/lib/ingest/zipkin";
import { Problem } from "@/lib/problem";
import { unpack } from "./body";
import type { Committer } from "./committer";
import { parsed } from "./otlp-routes";
import type { IngestRoute } from "./route";

const maxUnpackedBytes = 64 << 20;

/** The door for Zipkin reporters: a list of version 2 spans as JSON, answered with 202. */
export function zipkinRoute(committer: Committer, redaction: () => Redactor): IngestRoute {
  return {
    method: "POST",
    path: "/api/v2/spans",
    scope: "ingest",
    maxBytes: 16 << 20,
    async handle({ headers, body }, ctx) {
      const type = (headers["content-type"] ?? "application/json").split(";")[0]?.trim();
      if (type !== "application/json")
        throw new Problem("unsupported-media", "Send Zipkin spans as application/json.");
      const json = await unpack(body, headers["content-encoding"], maxUnpackedBytes);
      const { spans } = parsed(() => readZipkinSpans(json.toString()));
      const nowMs = ctx.now();
      const redact = redaction();
      await committer.submit({
        spans: spans.filter((s) => spanIsKept(s, nowMs)).map((s) => redactSpan(s, redact)),
      });
      return { status: 202 };
    },
  };
}
