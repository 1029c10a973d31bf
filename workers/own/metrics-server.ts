import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { exposition, expositionType } from "@/lib/health/exposition";
import { actorOfKey } from "@/lib/people/key-actor";
import { Problem } from "@/lib/problem";
import type { Role, RoleContext } from "../role";

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"]);

/**
 * Answers GET /metrics on METRICS_PORT; null when no port is given, or when another process has it: a worker works without.
 * On loopback anybody on this machine may read; elsewhere an API key with the scope read is asked for.
 */
export async function startMetricsServer(
  ctx: RoleContext,
): Promise<(Role & { port: number }) | null> {
  const { env, log } = ctx;
  if (env.METRICS_PORT === undefined) return null;
  const open = loopback.has(env.METRICS_HOST);
  const server = createServer((req, res) => {
    void answer(ctx, open, req).then(({ status, body, type }) => {
      res.writeHead(status, { "content-type": type });
      res.end(body);
    });
  });
  try {
    server.listen(env.METRICS_PORT, env.METRICS_HOST);
    await once(server, "listening");
  } catch (error) {
    log.error({ err: error, port: env.METRICS_PORT }, "no /metrics here");
    return null;
  }
  const { port } = server.address() as AddressInfo;
  log.info({ host: env.METRICS_HOST, port }, "metrics are at /metrics");
  return {
    port,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer({ db, log, now }: RoleContext, open: boolean, req: IncomingMessage) {
  const plain = (status: number, body: string) => ({ status, body, type: "text/plain" });
  const { pathname } = new URL(req.url ?? "/", "http://metrics");
  if (req.method !== "GET" || pathname !== "/metrics")
    return plain(404, "Metrics are at GET /metrics.\n");
  try {
    if (!open) await actorOfKey(db, req.headers.authorization ?? "", now());
    return {
      status: 200,
      body: await exposition(db, { estate: true, now: now() }),
      type: expositionType,
    };
  } catch (error) {
    if (error instanceof Problem) return plain(error.status, `${error.message}\n`);
    log.error({ err: error }, "a scrape failed");
    return plain(500, "Something broke on our side; it is in the log.\n");
  }
}
