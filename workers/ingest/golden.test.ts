import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { parseMetricsRequest } from "@/lib/ingest/otlp/metrics-message";
import { readMetrics } from "@/lib/ingest/otlp/read-metrics";
import { createLog } from "@/lib/log";
import { sampleWriter } from "@/lib/samples/store";
import { postgresStream } from "@/lib/stream/postgres";
import { Arrivals } from "./arrivals";
import { createCommitter } from "./committer";
import { goldenTurn } from "./golden";
import { metricsRequest, resource, served } from "./otlp-json";
import { seriesCatalog } from "./series-catalog";

const t0 = Math.floor(Date.now() / 10_000) * 10_000 - 3_600_000;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
});
afterAll(() => fresh.drop());

/** One life of the process, at seconds after t0: `to` lets time pass in turns of half a second, or as given. */
function life(startSeconds: number) {
  let clock = t0 + startSeconds * 1000;
  const now = () => clock;
  const { db } = fresh;
  const ports = { db, stream: postgresStream(db), samples: sampleWriter(db.pool) };
  const catalog = seriesCatalog(db.pool);
  const arrivals = new Arrivals();
  const log = createLog("test", "error");
  const committer = createCommitter(ports, catalog, { log, now, arrivals, onSpans: () => {} });
  const turn = goldenTurn(ports, committer, catalog, arrivals, now);
  return {
    async to(seconds: number, everyMs = 500) {
      for (; clock <= t0 + seconds * 1000 - everyMs; clock += everyMs) await turn();
      clock = t0 + seconds * 1000;
      await turn();
    },
    jump(seconds: number) {
      clock = t0 + seconds * 1000;
    },
    turn,
    async export(service: string, at: number, ok: number, failed = 0, instance = `${service}-1`) {
      const point = { at: t0 + at * 1000, start: t0 };
      const metric = served([
        { ...point, counts: [ok, 0, 0] },
        ...(failed > 0 ? [{ ...point, counts: [0, failed, 0], status: 503 } as const] : []),
      ]);
      const json = JSON.stringify(metricsRequest(resource(service, instance), metric));
      await committer.submit({ metrics: readMetrics(parseMetricsRequest(json)).from });
    },
  };
}

async function series(metric: string, service: string) {
  const { rows } = await fresh.db.pool.query(
    `SELECT (extract(epoch FROM time) * 1000)::float8 - $3 AS at, value FROM samples
     JOIN series ON id = series_id WHERE metric = $1 AND service = $2 ORDER BY time`,
    [metric, service, t0],
  );
  return rows.map((r): [number, number] => [r.at / 1000, Number(r.value.toFixed(4))]);
}

test("a window's signals come as soon as it is told of in full; the first, known in part, is left out", async () => {
  const p = life(0);
  for (let k = 0; k <= 8; k++) {
    await p.to(1 + 5 * k);
    // 10 good requests each 5 s; from 26 s on one more that fails.
    await p.export("shop", 1 + 5 * k, 10 * k + 10, Math.max(0, k - 4));
  }
  await p.to(41.5);
  expect(await series("service.requests", "shop")).toEqual([
    [20, 2],
    [30, 2.18],
    [40, 2.2],
  ]);
  // (21, 26] and 4 of the 5 seconds of (26, 31] lie in the window: 1.8 of 21.8.
  expect(await series("service.errors", "shop")).toEqual([
    [20, 0],
    [30, 0.0826],
    [40, 0.0909],
  ]);
  expect((await series("service.latency.p50", "shop"))[0]).toEqual([20, 50]);

  // The instance dies. Its next export is overdue at 47.5 s, but the window to 50 s has yet to end, and gets its grace.
  await p.to(56);
  expect(await series("service.requests", "shop")).toHaveLength(3);
  await p.to(57);
  expect((await series("service.requests", "shop"))[3]).toEqual([50, 0.22]);
  await p.to(400, 4000);
  const requests = await series("service.requests", "shop");
  expect(requests[4]).toEqual([60, 0]);
  // Last heard of in the window from 40 s on: 0 for 300 s, then a gap.
  expect(requests.at(-1)).toEqual([350, 0]);
  expect((await series("service.errors", "shop")).at(-1)?.[0]).toBe(50);
});

test("a sender with a long interval is waited for", async () => {
  const p = life(0);
  for (const at of [5, 65, 125]) {
    await p.to(at);
    await p.export("slow", at, at * 10);
  }
  await p.to(180);
  expect((await series("service.requests", "slow")).at(-1)).toEqual([120, 10]);
  await p.to(185);
  await p.export("slow", 185, 1850);
  await p.to(186);
  expect((await series("service.requests", "slow")).map(([, v]) => v)).toEqual(
    new Array(17).fill(10),
  );
});

test("windows wait for the slowest instance that still exports, not for one that is gone", async () => {
  const p = life(0);
  for (let at = 1; at <= 36; at += 5) {
    await p.to(at);
    await p.export("pair", at, at * 10, 0, "a");
    if (at <= 21) await p.export("pair", at, at * 10, 0, "b");
  }
  await p.to(37);
  expect(await series("service.requests", "pair")).toEqual([
    [20, 20],
    [30, 11],
  ]);
});

test("what arrives after its window was closed is kept in the window and not told again", async () => {
  const { rows } = await fresh.db.pool.query(
    "SELECT count(*) AS n FROM samples JOIN series ON id = series_id WHERE service = 'pair'",
  );
  const p = life(38);
  await p.export("pair", 29, 290, 0, "b");
  await p.turn();
  const after = await fresh.db.pool.query(
    "SELECT count(*) AS n FROM samples JOIN series ON id = series_id WHERE service = 'pair'",
  );
  expect(after.rows).toEqual(rows);
  const { rows: windows } = await fresh.db.pool.query(
    `SELECT round(sum(count)) AS n FROM request_windows WHERE service = 'pair' AND start = $1`,
    [new Date(t0 + 20_000).toISOString()],
  );
  expect(windows[0].n).toBe(190);
});

test("after a standstill of ours silence means nothing until senders have had an interval to come back", async () => {
  const p = life(0);
  for (let at = 1; at <= 31; at += 5) {
    await p.to(at);
    await p.export("steady", at, at * 10);
  }
  p.jump(91);
  await p.turn();
  await p.turn();
  expect((await series("service.requests", "steady")).at(-1)).toEqual([30, 10]);
  await p.export("steady", 93, 930);
  await p.to(94);
  expect((await series("service.requests", "steady")).at(-1)).toEqual([90, 10]);
});
