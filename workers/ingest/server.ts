import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { ensurePartitionsAhead } from "@/lib/db/partitions";
import { dropOldCounters, loadCovers } from "@/lib/ingest/counter-store";
import { dropOldEdges } from "@/lib/ingest/edge-store";
import { dropOldLogs } from "@/lib/ingest/log-store";
import { closeLogWindows } from "@/lib/ingest/log-window-store";
import { minuteMs } from "@/lib/ingest/model";
import { dropOldOperations, lastOperationAt, minutesWithSpans } from "@/lib/ingest/operation-store";
import { redactor } from "@/lib/ingest/redact";
import { dropOldWindows } from "@/lib/ingest/request-window-store";
import { sampleSpans } from "@/lib/ingest/sampling-store";
import { appSecret } from "@/lib/people/app-secret";
import { readSetting } from "@/lib/people/setting-store";
import { sampleWriter } from "@/lib/samples/store";
import { postgresStream } from "@/lib/stream/postgres";
import type { Role, RoleContext } from "../role";
import { Arrivals } from "./arrivals";
import { createCommitter } from "./committer";
import { derivedTurn } from "./derived";
import { edgeRollUp } from "./edges";
import { every } from "./every";
import { goldenTurn } from "./golden";
import { ingestHttpServer } from "./http-server";
import { operationRollUp } from "./operations";
import { ingestRoutes } from "./routes";
import { seriesCatalog } from "./series-catalog";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Request windows are looked at as long as samples of a few days are compared; counters only until they move again. */
const keepWindowsMs = 7 * dayMs;
const keepCountersMs = 2 * dayMs;
/** A log pattern not seen for so long is new when it comes back. */
const keepPatternsMs = 14 * dayMs;

/** The ingest role: takes metrics, traces, logs and changes over HTTP, closes windows of requests and logs, and adds up edges. */
export async function startIngest(ctx: RoleContext): Promise<Role & { port: number }> {
  const { db, log, env, now } = ctx;
  const stream = postgresStream(db);
  const catalog = seriesCatalog(db.pool);
  const ports = { db, stream, samples: sampleWriter(db.pool) };
  const arrivals = new Arrivals();
  const edges = edgeRollUp(db.pool, now);
  const operations = operationRollUp(db.pool);
  const committer = createCommitter(ports, catalog, {
    log,
    now,
    arrivals,
    onSpans: (spans) => {
      edges.touch(spans);
      operations.touch(spans);
    },
  });
  let redact = redactor(await readSetting(db.prisma, "redaction"));
  let redactedBy = "";
  const readRedaction = async () => {
    const rules = await readSetting(db.prisma, "redaction");
    const text = JSON.stringify(rules);
    if (text !== redactedBy) redact = redactor(rules);
    redactedBy = text;
  };
  let stopping = false;

  const server = ingestHttpServer(
    ingestRoutes(committer, catalog, () => redact),
    { db, log, now, secret: appSecret(env) },
    {
      stopping: () => stopping,
      ready: () =>
        Promise.race([
          db.pool.query("SELECT 1").then(
            () => true,
            () => false,
          ),
          new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1000).unref()),
        ]),
    },
    env.INGEST_REQUESTS_PER_SECOND,
  );
  const timers = [
    every(hourMs, log, "partitions", async () => {
      await ensurePartitionsAhead(db.pool, now());
      await dropOldCounters(db.pool, now() - keepCountersMs);
      await dropOldWindows(db.pool, now() - keepWindowsMs);
      await dropOldEdges(db.pool, now() - keepWindowsMs);
      await dropOldOperations(db.pool, now() - keepWindowsMs);
      await dropOldLogs(db.pool, now() - keepWindowsMs, now() - keepPatternsMs);
      committer.sweep(now());
    }),
    every(500, log, "golden signals", goldenTurn(ports, committer, catalog, arrivals, now)),
    every(1_000, log, "windows of logs", () =>
      committer.between(() => closeLogWindows(ports, (samples) => catalog.resolve(samples), now())),
    ),
    every(2_000, log, "derived series", derivedTurn(ports, committer, catalog, now)),
    every(2_000, log, "edges", edges.turn),
    every(5_000, log, "operations", operations.turn),
    every(5_000, log, "redaction rules", readRedaction),
    every(20_000, log, "sampling of traces", async () => {
      const rules = await readSetting(db.prisma, "traces");
      while (!stopping && (await sampleSpans(db.pool, rules, now())) !== null);
    }),
    every(30_000, log, "last seen", () => catalog.flush()),
  ];

  await ensurePartitionsAhead(db.pool, now());
  // What was committed shortly before a crash may not have been counted.
  const missed = await minutesWithSpans(
    db.pool,
    ((await lastOperationAt(db.pool)) ?? 0) - 5 * minuteMs,
  );
  edges.mark(missed);
  operations.mark(missed);
  arrivals.load(await loadCovers(db.pool, now() - hourMs));
  server.listen(env.INGEST_PORT, env.INGEST_HOST);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  log.info({ host: env.INGEST_HOST, port }, "ingest listens");

  return {
    port,
    async stop() {
      stopping = true;
      // Requests under way are answered; connections that only wait are closed.
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const impatient = setTimeout(() => server.closeAllConnections(), 10_000);
      await closed;
      clearTimeout(impatient);
      await Promise.all(timers.map((timer) => timer.stop()));
      await committer.stop();
      await catalog.flush();
    },
  };
}
