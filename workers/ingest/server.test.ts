import http from "node:http";
import net from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDb } from "@/lib/db/client";
import { readEnv } from "@/lib/env";
import { encodeRemoteWrite } from "@/lib/ingest/encode-remote-write";
import { createLog } from "@/lib/log";
import { ensureKey } from "@/lib/people/key-store";
import { readSamples } from "@/lib/samples/store";
import { gauge, metricsRequest, resource } from "./otlp-json";
import { startIngest } from "./server";
import { startForTest } from "./start-for-test";

let s: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  s = await startForTest(process.env.DATABASE_URL);
});
afterAll(() => s.stop());

const json = { "content-type": "application/json" };
const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${s.url}${path}`, { method: "POST", headers: { ...s.headers, ...headers }, body });
const points = (value: number, at = Date.now()) =>
  JSON.stringify([{ metric: "m", tags: { a: "1" }, value, time: at }]);

/** A Snappy block of literals only. */
function snappy(bytes: Buffer): Buffer<ArrayBuffer> {
  const parts: Buffer[] = [];
  let n = bytes.length;
  const head: number[] = [];
  for (; n > 127; n = Math.floor(n / 128)) head.push((n % 128) + 128);
  parts.push(Buffer.from([...head, n]));
  for (let i = 0; i < bytes.length; i += 60) {
    const part = bytes.subarray(i, i + 60);
    parts.push(Buffer.from([(part.length - 1) << 2]), part);
  }
  return Buffer.concat(parts);
}
const remote = { "content-type": "application/x-protobuf", "content-encoding": "snappy" };

test("health, readiness, unknown paths and methods", async () => {
  expect((await fetch(`${s.url}/health`)).status).toBe(200);
  expect(await (await fetch(`${s.url}/ready`)).json()).toEqual({ status: "ready" });
  expect((await fetch(`${s.url}/nowhere`)).status).toBe(404);
  const get = await fetch(`${s.url}/v1/metrics`);
  expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
});

test("a key is needed, as Bearer or as Basic's password, with the right scope", async () => {
  const send = (authorization?: string) =>
    fetch(`${s.url}/api/v1/points`, {
      method: "POST",
      headers: { ...json, ...(authorization && { authorization }) },
      body: points(1),
    });
  const none = await send();
  expect([none.status, none.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  expect((await send("Bearer wrong")).status).toBe(401);
  expect((await send(s.headers.authorization)).status).toBe(200);
  const basic = Buffer.from(`anybody:${s.headers.authorization.slice(7)}`).toString("base64");
  expect((await send(`Basic ${basic}`)).status).toBe(200);
  await ensureKey(s.db, { key: "sk_changes", name: "c", scopes: ["changes"] });
  expect((await send("Bearer sk_changes")).status).toBe(403);
});

test("points are stored as they are, the same point once", async () => {
  const at = Date.now() - 5000;
  const first = await post("/api/v1/points", points(4.5, at), json);
  expect([first.status, await first.json()]).toEqual([200, { accepted: 1, refused: 0 }]);
  expect((await post("/api/v1/points", points(9, at), json)).status).toBe(200);
  const { rows } = await s.db.pool.query(`SELECT id, service FROM series WHERE metric = 'm'`);
  const got = await readSamples(s.db.pool, [rows[0].id], at, at + 1);
  expect(got.get(rows[0].id)).toEqual({ times: [at], values: [4.5] });
  const { rows: stream } = await s.db.pool.query(
    `SELECT count(*) AS n FROM stream_records WHERE at >= to_timestamp($1::float8 / 1000) AND length(payload) = 32`,
    [at],
  );
  // Once from the test before (two requests), once from here: what is told twice is in the stream once.
  expect(stream[0].n).toBe(3);
});

test("points that cannot be stored are refused with the reason", async () => {
  const bad = await post("/api/v1/points", JSON.stringify([{ metric: "", value: "x" }]), json);
  expect(bad.status).toBe(400);
  expect((await bad.json()).error).toContain("value");
  expect((await post("/api/v1/points", "{", json)).status).toBe(400);
  const old = await post("/api/v1/points", points(1, Date.now() - 40 * 86_400_000), json);
  expect(old.status).toBe(400);
});

test("a gzip bomb is 413 and is not unpacked; so is a Snappy block that says it is too long", async () => {
  const bomb = gzipSync(Buffer.alloc(80 << 20));
  expect(bomb.length).toBeLessThan(100_000);
  for (const type of ["application/x-protobuf", "application/json"]) {
    const r = await post("/v1/metrics", bomb, { "content-type": type, "content-encoding": "gzip" });
    expect([r.status, r.headers.get("content-type")]).toEqual([413, type]);
  }
  const huge = Buffer.from([0x80, 0x80, 0x80, 0x80, 0x04, 0]);
  expect((await post("/api/v1/write", huge, remote)).status).toBe(413);
});

test("a body over the limit is 413 whether it says its length or not", async () => {
  const large = Buffer.alloc((4 << 20) + 1, 32);
  const told = await post("/api/v1/points", large, json);
  expect(told.status).toBe(413);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const req = http.request(
      `${s.url}/api/v1/points`,
      { method: "POST", headers: { ...s.headers, ...json, "transfer-encoding": "chunked" } },
      (res) => resolve(res.statusCode),
    );
    req.on("error", reject);
    req.end(large);
  });
  expect(status).toBe(413);
});

test("what is not OTLP is 415 or 400, told in the sender's own encoding", async () => {
  expect((await post("/v1/metrics", "x", { "content-type": "text/plain" })).status).toBe(415);
  const encoded = { ...json, "content-encoding": "br" };
  expect((await post("/v1/metrics", "{}", encoded)).status).toBe(415);
  const bad = await post("/v1/traces", '{"resourceSpans": 5}', json);
  expect([bad.status, (await bad.json()).code]).toEqual([400, 3]);
  const cut = await post("/v1/metrics", Buffer.from([10, 99, 1]), {
    "content-type": "application/x-protobuf",
  });
  const status = Buffer.from(await cut.arrayBuffer());
  expect([cut.status, cut.headers.get("content-type")]).toEqual([400, "application/x-protobuf"]);
  expect(status.subarray(0, 3)).toEqual(Buffer.from([8, 3, 18]));
  const junk = await post("/v1/metrics", "junk", { ...json, "content-encoding": "gzip" });
  expect(junk.status).toBe(400);
});

test("part of a request that is too old is a partial success, and the rest is stored", async () => {
  const now = Date.now();
  const body = metricsRequest(
    resource("partly"),
    gauge("level", [
      { at: now, value: 1 },
      { at: now - 40 * 86_400_000, value: 2 },
      { at: now + 20 * 60_000, value: 3 },
    ]),
  );
  const r = await post("/v1/metrics", JSON.stringify(body), json);
  expect([r.status, (await r.json()).partialSuccess.rejectedDataPoints]).toEqual([200, "2"]);
  const { rows } = await s.db.pool.query(
    "SELECT value FROM samples JOIN series ON id = series_id WHERE service = 'partly'",
  );
  expect(rows).toEqual([{ value: 1 }]);
});

test("remote write: 204 with what was written, stale markers left out, 2.0 refused, too old is 400", async () => {
  const now = Date.now();
  // A number cannot hold the marker's bits through JavaScript: they take the place of this one's in the body.
  const stale = 1234.5678;
  const bits = Buffer.alloc(8);
  bits.writeDoubleLE(stale);
  const write = (samples: [number, number][], headers = {}) => {
    const body = encodeRemoteWrite([
      { metric: "up", tags: { job: "prod/shop", instance: "a:1" }, samples },
      { metric: "temp", tags: {}, samples: [[now, 0]] },
    ]);
    const at = body.indexOf(bits);
    if (at >= 0) body.set([2, 0, 0, 0, 0, 0, 0xf0, 0x7f], at);
    return post("/api/v1/write", snappy(body), { ...remote, ...headers });
  };
  const ok = await write([
    [now - 1000, 1],
    [now, stale],
  ]);
  expect(ok.status).toBe(204);
  expect(ok.headers.get("x-prometheus-remote-write-samples-written")).toBe("2");
  expect(ok.headers.get("x-prometheus-remote-write-histograms-written")).toBe("0");
  const { rows } = await s.db.pool.query(
    `SELECT metric, tags, service, value FROM samples JOIN series ON id = series_id WHERE metric IN ('up', 'temp') ORDER BY 1`,
  );
  expect(rows).toEqual([
    { metric: "temp", tags: {}, service: null, value: 0 },
    { metric: "up", tags: { job: "prod/shop", instance: "a:1" }, service: "shop", value: 1 },
  ]);
  const old = await write([[now - 40 * 86_400_000, 1]]);
  expect([old.status, old.headers.get("x-prometheus-remote-write-samples-written")]).toEqual([
    400,
    "1",
  ]);
  const v2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
  expect((await write([], { "content-type": v2 })).status).toBe(415);
  expect((await write([], { "content-encoding": "gzip" })).status).toBe(415);
  expect((await post("/api/v1/write", Buffer.from([200, 1]), remote)).status).toBe(400);
});

test("while the database is away senders are told to come again, and then everything works", async () => {
  const target = new URL(s.url);
  const real = new URL(process.env.DATABASE_URL ?? "");
  const sockets = new Set<net.Socket>();
  const forward = () =>
    net.createServer((client) => {
      const server = net.connect(Number(real.port || 5432), real.hostname);
      for (const [a, b] of [
        [client, server],
        [server, client],
      ] as const) {
        sockets.add(a);
        a.pipe(b);
        a.on("error", () => b.destroy());
        a.on("close", () => b.destroy());
      }
    });
  let proxy = forward();
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as net.AddressInfo;
  const url = new URL(s.databaseUrl);
  url.host = `127.0.0.1:${port}`;
  const db = openDb(url.toString(), { max: 4 });
  const env = readEnv({
    DATABASE_URL: url.toString(),
    NEXTAUTH_SECRET: "only-for-tests-only-for-tests",
    INGEST_PORT: "0",
  });
  const log = createLog("test", "silent");
  const role = await startIngest({ db, env, log, now: Date.now });
  target.port = String(role.port);
  const send = (path: string, body: BodyInit, headers: Record<string, string>) =>
    fetch(new URL(path, target), { method: "POST", headers: { ...s.headers, ...headers }, body });
  const now = Date.now();
  const otlp = JSON.stringify(
    metricsRequest(resource("away"), gauge("level", [{ at: now, value: 7 }])),
  );
  const rw = snappy(encodeRemoteWrite([{ metric: "away", tags: {}, samples: [[now, 1]] }]));
  try {
    expect((await send("/api/v1/points", points(1, now), json)).status).toBe(200);
    await new Promise<void>((resolve) => {
      proxy.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
    for (const [path, body, headers] of [
      ["/v1/metrics", otlp, json],
      ["/api/v1/write", rw, remote],
      ["/api/v1/points", points(2), json],
    ] as const) {
      const r = await send(path, body as BodyInit, headers);
      expect([path, r.status, r.headers.get("retry-after")]).toEqual([path, 503, "2"]);
    }
    expect((await fetch(new URL("/ready", target))).status).toBe(503);
    expect((await fetch(new URL("/health", target))).status).toBe(200);

    proxy = forward();
    await new Promise<void>((resolve) => proxy.listen(port, "127.0.0.1", resolve));
    for (const [path, body, headers, status] of [
      ["/v1/metrics", otlp, json, 200],
      ["/api/v1/write", rw, remote, 204],
    ] as const) {
      const again = async (): Promise<number> => {
        const r = await send(path, body as BodyInit, headers);
        return r.status === 503 ? again() : r.status;
      };
      expect(await again()).toBe(status);
    }
    const { rows } = await s.db.pool.query(
      `SELECT metric, value FROM samples JOIN series ON id = series_id WHERE service = 'away' OR metric = 'away' ORDER BY 1`,
    );
    expect(rows).toEqual([
      { metric: "away", value: 1 },
      { metric: "level", value: 7 },
    ]);
  } finally {
    await role.stop();
    await db.close();
    await new Promise<void>((resolve) => {
      proxy.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  }
});

test("points that are sent as history are stored and do not reach the detectors", async () => {
  const at = Date.now() - 20 * 86_400_000;
  const streamed = async () =>
    (await s.db.pool.query<{ n: number }>("SELECT count(*)::int AS n FROM stream_records")).rows[0]
      ?.n;
  const before = await streamed();
  const body = JSON.stringify([{ metric: "imported", tags: {}, value: 7, time: at }]);
  const answer = await post("/api/v1/points?history=true", body, json);
  expect(await answer.json()).toEqual({ accepted: 1, refused: 0 });
  expect(await streamed()).toBe(before);
  const series = await s.db.prisma.series.findFirst({ where: { metric: "imported" } });
  const read = await readSamples(s.db.pool, [series?.id ?? 0], at, at + 1);
  expect(read.get(series?.id ?? 0)).toEqual({ times: [at], values: [7] });
});
