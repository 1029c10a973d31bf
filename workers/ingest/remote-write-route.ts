import type { IncomingHttpHeaders } from "node:http";
import { meter } from "@/lib/health/meter";
import { type RemoteWrite, readRemoteWrite } from "@/lib/ingest/remote-write";
import { isScrapedCounter } from "@/lib/ingest/scraped-counter";
import { SnappyError, snappyUncompress } from "@/lib/ingest/snappy";
import { Problem } from "@/lib/problem";
import { maxAheadMs, sampleRetentionMs } from "@/lib/samples/store";
import { seriesKey, type Tags } from "@/lib/series/tags";
import type { Committer } from "./committer";
import type { IngestRoute } from "./route";
import type { SeriesCatalog } from "./series-catalog";

const maxBytes = 16 << 20;
const maxUnpackedBytes = 64 << 20;
/** Series known by the raw bytes of their labels; beyond this many the memory starts anew. */
const maxKnown = 1_000_000;
/** Longer keys would not fit an index row of the database. */
const maxKeyLength = 2000;

/** The door for Prometheus: remote write 1.0. Samples are stored as they come; a counter also gets a series of its rate. */
export function remoteWriteRoute(committer: Committer, catalog: SeriesCatalog): IngestRoute {
  const known = new Map<string, number>();
  const rates = new Map<number, number>();

  /** Makes the series that are new, and puts their ids in the place of the placeholders. */
  const resolve = async ({ series, unknown }: RemoteWrite): Promise<Int32Array> => {
    const defs = unknown.map(({ metric, tags }) => ({
      metric,
      tags,
      key: seriesKey(metric, tags),
    }));
    for (const { metric, key } of defs)
      if (!metric || key.length > maxKeyLength)
        throw new Problem(
          "bad-input",
          `A series has no name, or too many labels: ${key.slice(0, 200)}`,
        );
    const ids = await catalog.resolve(defs);
    if (known.size + ids.length > maxKnown) {
      known.clear();
      rates.clear();
    }
    const counters = defs.flatMap((def, i) => (isScrapedCounter(def.metric) ? [{ def, i }] : []));
    const rateIds = await catalog.resolve(counters.map(({ def }) => rateOf(def)));
    for (const [k, { i }] of counters.entries()) rates.set(ids[i] as number, rateIds[k] as number);
    for (const [i, { raw }] of unknown.entries()) known.set(raw, ids[i] as number);
    return Int32Array.from(series, (id) => (id < 0 ? (ids[-1 - id] as number) : id));
  };

  return {
    method: "POST",
    path: "/api/v1/write",
    scope: "ingest",
    maxBytes,
    async handle({ headers, body }, ctx) {
      checkHeaders(headers);
      const read = decode(body, (raw) => known.get(raw));
      const batch = {
        ids: await resolve(read),
        times: Float64Array.from(read.times),
        values: Float64Array.from(read.values),
      };
      await committer.submit({ samples: batch, rates });
      const outside = countOutside(batch.times, ctx.now());
      meter().ingest.rejected.inc(outside);
      const written = {
        "x-prometheus-remote-write-samples-written": String(batch.times.length - outside),
        "x-prometheus-remote-write-histograms-written": "0",
        "x-prometheus-remote-write-exemplars-written": "0",
      };
      // A 2xx would tell the sender that all of it was written; a 400 makes it drop the rest, as repeating would not help.
      if (outside > 0 || read.histograms > 0)
        return {
          status: 400,
          headers: { ...written, "content-type": "text/plain" },
          body:
            outside > 0
              ? `${outside} samples are older than what is kept, or too far ahead of our clock`
              : "native histograms are not stored; set send_native_histograms: false",
        };
      return { status: 204, headers: written };
    },
    refuse: (problem) => ({
      headers: { "content-type": "text/plain" },
      body: problem.message,
    }),
  };
}

function rateOf({ metric, tags }: { metric: string; tags: Tags }) {
  const name = `${metric}.rate`;
  return { metric: name, tags, unit: "1/s", key: seriesKey(name, tags) };
}

function checkHeaders(headers: IncomingHttpHeaders): void {
  const type = (headers["content-type"] ?? "").toLowerCase().replaceAll(" ", "");
  const [media, ...params] = type.split(";");
  const proto = params.find((p) => p.startsWith("proto="));
  if (media !== "application/x-protobuf" || (proto && proto !== "proto=prometheus.writerequest"))
    throw new Problem(
      "unsupported-media",
      "Send remote write 1.0: Content-Type application/x-protobuf, prometheus.WriteRequest.",
    );
  if (headers["content-encoding"] !== "snappy")
    throw new Problem("unsupported-media", "Send remote write with Content-Encoding snappy.");
}

function decode(body: Buffer, idOf: (raw: string) => number | undefined): RemoteWrite {
  try {
    return readRemoteWrite(snappyUncompress(body, maxUnpackedBytes), idOf);
  } catch (error) {
    if (error instanceof SnappyError)
      throw new Problem(error.tooLarge ? "too-large" : "bad-input", `${error.message}.`);
    if (error instanceof RangeError)
      throw new Problem("bad-input", `The request cannot be read: ${error.message}.`);
    throw error;
  }
}

function countOutside(times: Float64Array, nowMs: number): number {
  let outside = 0;
  for (const time of times)
    if (!(time >= nowMs - sampleRetentionMs && time <= nowMs + maxAheadMs)) outside++;
  return outside;
}
