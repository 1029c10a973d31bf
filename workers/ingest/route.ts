import type { IncomingHttpHeaders } from "node:http";
import type { Db } from "../../lib/db/client";
import type { Log } from "../../lib/log";
import type { KeyScope } from "../../lib/people/model";
import type { Problem } from "../../lib/problem";

/** The API key that a request came with; `services`: only about these, empty: all. */
export type KeyHolder = { id: string; name: string; services: readonly string[] };

export type IngestRequest = {
  headers: IncomingHttpHeaders;
  /** Path parameters by name, such as `integration` of /api/v1/webhooks/:integration */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** The raw body as it came, before any decompression */
  body: Buffer;
  /** Name of the API key that sent it; null on routes that check a signature instead */
  key: KeyHolder | null;
};

export type IngestResponse = {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer | string;
};

export type IngestContext = { db: Db; log: Log; now(): number; secret: string };

/** One door of the ingest port. Expected refusals are thrown as Problem and mapped to a status by the server. */
export type IngestRoute = {
  method: "POST" | "GET" | "PUT";
  /** Segments that begin with ":" are parameters */
  path: string;
  /** The scope an API key needs; null when the handler checks a signature of its own */
  scope: KeyScope | null;
  maxBytes: number;
  handle(request: IngestRequest, ctx: IngestContext): Promise<IngestResponse>;
  /** How a refusal is worded, where a protocol prescribes it; else it is JSON. Status and Retry-After are set by the server. */
  refuse?(problem: Problem, headers: IncomingHttpHeaders): Omit<IngestResponse, "status">;
};
