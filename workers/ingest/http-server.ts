import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { meter } from "@/lib/health/meter";
import type { Log } from "@/lib/log";
import { Problem, TooMany } from "@/lib/problem";
import { authenticate } from "./api-key";
import { readBody } from "./body";
import { createBuckets } from "./buckets";
import type { IngestContext, IngestResponse, IngestRoute } from "./route";
import { isUnavailable } from "./unavailable";

/** Seconds after which a sender may try again. */
const retryAfter = { unavailable: "2", "too-many": "5" } as const;

/** The HTTP server of the ingest port: finds the route, checks key and size, and words refusals as the route wants. */
export function ingestHttpServer(
  routes: readonly IngestRoute[],
  ctx: IngestContext,
  state: { ready(): Promise<boolean>; stopping(): boolean },
  /** How many requests one API key may send within a second */
  requestsPerSecond: number,
): Server {
  const limits: Limits = {
    keys: createBuckets({ perSecond: requestsPerSecond, burst: 2 * requestsPerSecond }),
    strangers: createBuckets({ perSecond: 50, burst: 200 }),
    wrongKeys: createBuckets({ perSecond: 5, burst: 50 }),
  };
  const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 60_000 }, (req, res) => {
    void answer(routes, ctx, state, limits, req, res).catch((error: unknown) => {
      // The connection is gone: nobody is left to be told.
      ctx.log.debug({ error: String(error) }, "a request ended early");
      res.destroy();
    });
  });
  return server;
}

type Buckets = ReturnType<typeof createBuckets>;
type Limits = {
  /** By API key */
  keys: Buckets;
  /** By address, at doors that check a signature instead of a key */
  strangers: Buckets;
  /** By address, for keys that do not fit: guessing costs the database no more than this */
  wrongKeys: Buckets;
};

/** Who sends, within what they may send at once. Throws Problem. */
async function admit(
  { scope }: IngestRoute,
  { db, now }: IngestContext,
  { keys, strangers, wrongKeys }: Limits,
  req: IncomingMessage,
) {
  const address = req.socket.remoteAddress ?? "";
  if (!scope) {
    strangers.check(address, now());
    strangers.take(address, now());
    return null;
  }
  wrongKeys.check(address, now());
  const key = await authenticate(db, req.headers, scope).catch((problem: unknown) => {
    if (problem instanceof Problem && problem.code === "not-signed-in")
      wrongKeys.take(address, now());
    throw problem;
  });
  keys.check(key.id, now());
  keys.take(key.id, now());
  return key;
}

async function answer(
  routes: readonly IngestRoute[],
  ctx: IngestContext,
  state: { ready(): Promise<boolean>; stopping(): boolean },
  limits: Limits,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const url = new URL(req.url ?? "/", "http://ingest");
  if (req.method === "GET" && url.pathname === "/health")
    return send(req, res, json(200, { status: "ok" }));
  if (req.method === "GET" && url.pathname === "/ready") {
    const ready = !state.stopping() && (await state.ready());
    return send(req, res, json(ready ? 200 : 503, { status: ready ? "ready" : "not ready" }));
  }
  const { route, params, allow } = find(routes, req.method ?? "", url.pathname);
  if (!route) {
    if (allow.length === 0)
      return send(req, res, json(404, { error: `There is nothing at ${url.pathname}.` }));
    const refused = json(405, { error: `Use ${allow.join(" or ")}.` });
    return send(req, res, { ...refused, headers: { ...refused.headers, allow: allow.join(", ") } });
  }
  let release = () => {};
  try {
    if (state.stopping()) throw new Problem("unavailable", "The server is stopping; try again.");
    const key = await admit(route, ctx, limits, req);
    const held = await readBody(req, route.maxBytes);
    release = held.release;
    const { headers } = req;
    const request = { headers, params, query: url.searchParams, body: held.body, key };
    return send(req, res, await route.handle(request, ctx));
  } catch (error) {
    // Expected refusals are Problems, and a database that is away passes; the rest is a mistake of ours.
    if (!(error instanceof Problem) && req.destroyed && !req.complete) throw error;
    const problem = problemOf(error, ctx.log, url.pathname);
    meter().ingest.refused.inc({ code: problem?.code ?? "broken" });
    return send(req, res, refusal(route, problem, req));
  } finally {
    release();
  }
}

function problemOf(error: unknown, log: Log, path: string): Problem | null {
  if (error instanceof Problem) return error;
  if (isUnavailable(error))
    return new Problem("unavailable", "The database is not reachable; try again.");
  log.error({ error, path }, "a request failed");
  return null;
}

function refusal(
  route: IngestRoute,
  problem: Problem | null,
  req: IncomingMessage,
): IngestResponse {
  if (!problem) return json(500, { error: "Something went wrong here; the log knows more." });
  const worded =
    route.refuse?.(problem, req.headers) ??
    json(0, { error: problem.message, code: problem.code, issues: problem.issues });
  const headers: Record<string, string> = { ...worded.headers };
  if (problem.code === "unavailable" || problem.code === "too-many")
    headers["retry-after"] =
      problem instanceof TooMany ? String(problem.retryAfter) : retryAfter[problem.code];
  if (problem.code === "not-signed-in") headers["www-authenticate"] = "Bearer";
  return { ...worded, status: problem.status, headers };
}

const json = (status: number, body: unknown): IngestResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

function send(req: IncomingMessage, res: ServerResponse, response: IngestResponse): void {
  // A body that was refused unread: take the rest off the wire for a while, or the sender never reads the answer.
  if (!req.complete) {
    res.setHeader("connection", "close");
    req.resume();
    setTimeout(() => req.destroy(), 2000).unref();
  }
  const body = response.body ?? "";
  res.writeHead(response.status, {
    ...response.headers,
    ...(response.status === 204 ? {} : { "content-length": String(Buffer.byteLength(body)) }),
  });
  res.end(body);
}

function find(routes: readonly IngestRoute[], method: string, path: string) {
  const segments = path.split("/");
  const allow: string[] = [];
  for (const route of routes) {
    const params = match(route.path.split("/"), segments);
    if (!params) continue;
    if (route.method === method) return { route, params, allow };
    allow.push(route.method);
  }
  return { route: null, params: {}, allow };
}

function match(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] ?? "";
    if (!part.startsWith(":")) {
      if (part !== segment) return null;
    } else params[part.slice(1)] = segment;
  }
  return params;
}
