import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startForTest } from "./start-for-test";

/** Debian's, or another one. */
const binary = process.env.PROMETHEUS_BINARY ?? "prometheus";

let s: Awaited<ReturnType<typeof startForTest>>;
let dir: string;
beforeAll(async () => {
  if (spawnSync(binary, ["--version"]).error)
    throw new Error("This test needs a real Prometheus: apt-get install -y prometheus");
  s = await startForTest(process.env.DATABASE_URL);
  dir = mkdtempSync(path.join(os.tmpdir(), "prometheus-"));
});
afterAll(async () => {
  await s?.stop();
  if (dir) rmSync(dir, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function until<T>(found: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const value = await found();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function startPrometheus(target: string, port: number): Promise<ChildProcess> {
  writeFileSync(
    path.join(dir, "prometheus.yml"),
    `global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs:
  - job_name: shop
    static_configs: [{ targets: ["${target}"] }]
remote_write:
  - url: ${s.url}/api/v1/write
    authorization: { credentials: ${s.headers.authorization.slice(7)} }
    queue_config: { batch_send_deadline: 500ms, min_backoff: 50ms, max_backoff: 500ms }
    metadata_config: { send_interval: 1s }
`,
  );
  const child = spawn(
    binary,
    [
      `--config.file=${dir}/prometheus.yml`,
      `--storage.tsdb.path=${dir}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  child.stderr?.resume();
  return child;
}

test("a real Prometheus writes what it scrapes, also through our restart, without loss", async () => {
  let scrapes = 0;
  let gone = false;
  const target = http
    .createServer((_, res) => {
      scrapes++;
      res.setHeader("content-type", "text/plain; version=0.0.4");
      const extra = gone ? "" : `room_temperature{room="b"} 20.5\n`;
      res.end(`# TYPE orders_total counter\norders_total{room="a"} ${scrapes}\n${extra}`);
    })
    .listen(0, "127.0.0.1");
  await once(target, "listening");
  const address = `127.0.0.1:${(target.address() as net.AddressInfo).port}`;
  const prometheus = await startPrometheus(address, await freePort());
  const values = async (metric: string) => {
    const { rows } = await s.db.pool.query<{
      tags: object;
      service: string;
      value: number;
      at: number;
    }>(
      "SELECT tags, service, value, (extract(epoch FROM time) * 1000)::float8 AS at FROM samples JOIN series ON id = series_id WHERE metric = $1 ORDER BY time",
      [metric],
    );
    return rows;
  };
  const atLeast = (n: number) =>
    until(async () => {
      const rows = await values("orders_total");
      return rows.length >= n ? rows : undefined;
    });
  try {
    const first = await atLeast(3);
    expect(first[0]).toMatchObject({
      tags: { room: "a", job: "shop", instance: address },
      service: "shop",
      value: 1,
    });
    expect((await values("room_temperature"))[0]?.value).toBe(20.5);
    // While we are away it keeps what it has, and sends it when we are back.
    await s.role.stop();
    const missed = scrapes;
    await until(async () => (scrapes >= missed + 2 ? true : undefined));
    const again = await s.start(s.role.port);
    gone = true;
    const all = await atLeast(missed + 4);
    expect(all.map((r) => r.value)).toEqual(all.map((_, i) => i + 1));
    // Every scrape adds one, so a rate times its interval is 1: also across our restart.
    const rates = await values("orders_total.rate");
    expect(rates.length).toBe(all.length - 1);
    for (const [i, rate] of rates.entries()) {
      const [from, to] = [all[i]?.at ?? 0, all[i + 1]?.at ?? 0];
      expect(rate.at).toBe(to);
      expect((rate.value * (to - from)) / 1000).toBeCloseTo(1, 9);
    }
    // The series that ended was told by a stale marker, which is no value.
    const temperatures = await values("room_temperature");
    expect(new Set(temperatures.map((r) => r.value))).toEqual(new Set([20.5]));
    await again.stop();
  } finally {
    prometheus.kill("SIGTERM");
    await once(prometheus, "exit");
    target.close();
    target.closeAllConnections();
  }
}, 60_000);
