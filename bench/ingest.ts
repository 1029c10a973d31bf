/**
 * Samples accepted and durable per second through remote write (8 clients, 1,000 samples a request), beside raw COPY of
 * the same rows into an identical table in the same run; and how long a sample takes from being sent to being read for a
 * chart, and to the verdict of a detector, under a light load.
 *
 *   npm run bench:ingest [-- --requests 1000] [--json]
 *
 * Ingest and detect run in processes of their own, the clients in this one; all share the machine with Postgres.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { from as copyFrom } from "pg-copy-streams";
import { compress } from "snappyjs";
import { openDb } from "@/lib/db/client";
import { freshDatabase } from "@/lib/db/fresh-database";
import { counts } from "@/lib/detect/model";
import { ensureDefaults, insertDetector } from "@/lib/detect/store";
import { encodeRemoteWrite } from "@/lib/ingest/encode-remote-write";
import { upsertSeries } from "@/lib/ingest/series-store";
import { ensureKey } from "@/lib/people/key-store";
import { encodeCopyRows } from "@/lib/samples/copy-rows";
import { readSamples } from "@/lib/samples/store";
import { machine, today } from "./machine";

const { values: options } = parseArgs({
  options: {
    requests: { type: "string", default: "1000" },
    json: { type: "boolean", default: false },
  },
});
const clients = 8;
const perRequest = 1000;
const rounds = Math.ceil(Number(options.requests) / clients);
const stepMs = 15_000;
const key = "sk_bench_ingest";
const start = Math.floor(Date.now() / stepMs) * stepMs - (rounds + 2) * stepMs;
const say = (line: string) => {
  if (!options.json) console.log(line);
};

/** The labels of one of a client's thousand series, about as many and as long as real ones. */
const defOf = (client: number, s: number) => ({
  metric: `node_disk_io_time_seconds_${s % 50}`,
  tags: {
    job: `node-${client}`,
    instance: `10.${client}.${s >> 8}.${s & 255}:9100`,
    service: `service-${client}-${s % 40}`,
    cluster: "eu-central-1",
    device: `nvme${s % 8}n1`,
    pod: `node-exporter-${client}-${(s * 7919) % 100_003}`,
    namespace: "monitoring",
  },
});
const levelAt = (client: number, s: number, round: number) =>
  Math.round(1000 * (client + s + Math.sin(round / 10 + s))) / 1000;

function bodyOf(client: number, round: number, time = start + round * stepMs): Buffer {
  const series = Array.from({ length: perRequest }, (_, s) => ({
    ...defOf(client, s),
    samples: [[time, levelAt(client, s, round)] as const],
  }));
  return compress(encodeRemoteWrite(series));
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const headers = {
  authorization: `Bearer ${key}`,
  "content-type": "application/x-protobuf",
  "content-encoding": "snappy",
  "x-prometheus-remote-write-version": "0.1.0",
};
function write(port: number, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const req = http.request(
      { port, host: "127.0.0.1", path: "/api/v1/write", method: "POST", agent, headers },
      (res) => {
        res.resume();
        res.on("end", () =>
          res.statusCode === 204 ? resolve() : reject(new Error(`status ${res.statusCode}`)),
        );
      },
    );
    req.on("error", reject);
    req.end(body);
  });
}

async function startWorker(role: "ingest" | "detect", url: string) {
  const child = fork(path.join(import.meta.dirname, "ingest/worker.ts"), [role], {
    execArgv: ["--import", "tsx"],
    env: {
      ...process.env,
      DATABASE_URL: url,
      INGEST_PORT: "0",
      NEXTAUTH_SECRET: "only-for-the-bench-only",
      NODE_ENV: "production",
    },
  });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return { child, port };
}
async function cpuSeconds(child: ChildProcess): Promise<number> {
  child.send("cpu");
  const [{ cpu }] = (await once(child, "message")) as [{ cpu: NodeJS.CpuUsage }];
  return (cpu.user + cpu.system) / 1e6;
}
async function stopWorker(child: ChildProcess) {
  if (child.exitCode !== null) return;
  child.send("stop");
  await once(child, "exit");
}

const quantile = (values: number[], q: number) => {
  const sorted = [...values].sort((a, b) => a - b);
  return Number(
    (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN).toFixed(1),
  );
};

const fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
const children: ChildProcess[] = [];
try {
  const { db } = fresh;
  await ensureKey(db, { key, name: "bench", scopes: ["ingest"] });
  await ensureDefaults(db, Date.now());

  // Throughput
  const ingest = await startWorker("ingest", fresh.url);
  children.push(ingest.child);
  const bodies = Array.from({ length: clients }, (_, c) =>
    Array.from({ length: rounds }, (_, r) => bodyOf(c, r + 1)),
  );
  // The first round makes the series and warms up; it does not count.
  await Promise.all(Array.from({ length: clients }, (_, c) => write(ingest.port, bodyOf(c, 0))));
  const samples = clients * rounds * perRequest;
  say(
    `${samples.toLocaleString("en")} samples of ${clients * perRequest} series, ${perRequest} a request, ${clients} clients`,
  );
  const cpuBefore = await cpuSeconds(ingest.child);
  const from = performance.now();
  await Promise.all(
    bodies.map(async (of) => {
      for (const body of of) await write(ingest.port, body);
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  const cpu = (await cpuSeconds(ingest.child)) - cpuBefore;
  const { rows } = await db.pool.query<{ n: number }>("SELECT count(*) AS n FROM samples");
  if (rows[0]?.n !== samples + clients * perRequest)
    throw new Error(`${rows[0]?.n} samples are stored, not ${samples + clients * perRequest}`);

  // The same rows, the plain way: one COPY into a table that is the same in all but its name
  const copySeconds = await rawCopy();

  // Latency, with a request of a thousand samples every 150 ms beside it
  const detect = await startWorker("detect", fresh.url);
  children.push(detect.child);
  const { chartable, verdict } = await latencies(ingest.port);

  const result = {
    samplesPerSec: Math.round(samples / seconds),
    copyRowsPerSec: Math.round(samples / copySeconds),
    ratio: Number((copySeconds / seconds).toFixed(3)),
    cpuMicrosPerSample: Number(((cpu * 1e6) / samples).toFixed(2)),
    chartableMs: { p50: quantile(chartable, 0.5), p99: quantile(chartable, 0.99) },
    verdictMs: { p50: quantile(verdict, 0.5), p99: quantile(verdict, 0.99) },
    samples,
    seconds: Number(seconds.toFixed(2)),
    probes: chartable.length,
    machine: machine(),
    date: today(),
  };
  const dir = path.join(import.meta.dirname, "results");
  mkdirSync(dir, { recursive: true });
  writeFileSync(
    path.join(dir, `ingest-${result.date}.json`),
    `${JSON.stringify(result, null, 2)}\n`,
  );
  say(
    `remote write  ${result.samplesPerSec.toLocaleString("en")} samples/s accepted and durable, ${result.cpuMicrosPerSample} µs CPU a sample`,
  );
  say(
    `raw COPY      ${result.copyRowsPerSec.toLocaleString("en")} rows/s into an identical table; remote write reaches ${result.ratio} of it`,
  );
  say(
    `chartable     p50 ${result.chartableMs.p50} ms, p99 ${result.chartableMs.p99} ms after sending`,
  );
  say(`verdict       p50 ${result.verdictMs.p50} ms, p99 ${result.verdictMs.p99} ms after sending`);
  if (options.json) console.log(JSON.stringify(result));
} finally {
  await Promise.all(children.map(stopWorker));
  agent.destroy();
  await fresh.drop();
}

async function rawCopy(): Promise<number> {
  const { db } = fresh;
  const ids: number[][] = [];
  for (let c = 0; c < clients; c++)
    ids.push(
      await upsertSeries(
        db.pool,
        Array.from({ length: perRequest }, (_, s) => defOf(c, s)),
      ),
    );
  await db.pool.query("CREATE TABLE copied (LIKE samples INCLUDING ALL) PARTITION BY RANGE (time)");
  const { rows } = await db.pool.query<{ name: string; bounds: string }>(
    `SELECT relname AS name, pg_get_expr(relpartbound, c.oid) AS bounds FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE inhparent = 'samples'::regclass`,
  );
  for (const { name, bounds } of rows)
    await db.pool.query(`CREATE TABLE copied_${name} PARTITION OF copied ${bounds}`);
  // In the order in which the clients sent them; encoded before the clock starts.
  const chunks: Buffer[] = [];
  for (let r = 1; r <= rounds; r++)
    for (let c = 0; c < clients; c++) {
      const bytes = encodeCopyRows({
        ids: Int32Array.from(ids[c] ?? []),
        times: new Float64Array(perRequest).fill(start + r * stepMs),
        values: Float64Array.from({ length: perRequest }, (_, s) => levelAt(c, s, r)),
      });
      // One stream has one header, in front, and one trailer, at the end.
      chunks.push(bytes.subarray(chunks.length === 0 ? 0 : 19, bytes.length - 2));
    }
  chunks.push(Buffer.from([255, 255]));
  await db.pool.query("CHECKPOINT");
  const client = await db.pool.connect();
  const from = performance.now();
  const stream = client.query(copyFrom("COPY copied FROM STDIN (FORMAT binary)"));
  const done = once(stream, "finish");
  for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, "drain");
  stream.end();
  await done;
  const seconds = (performance.now() - from) / 1000;
  client.release();
  return seconds;
}

/** Probe series cross a fixed limit one by one; each time it is measured when the point can be read, and when it is judged. */
async function latencies(port: number) {
  const { db } = fresh;
  const probes = 20;
  await db.prisma.$transaction((tx) =>
    insertDetector(tx, {
      id: "bench-probe",
      title: "Probe above its limit",
      settings: {
        algorithm: "constant-threshold",
        params: { strongUpper: 50 },
        counts: counts.parse({ direction: "above", closeAfter: 1 }),
        target: "metric = bench.probe",
      },
      managed: "user",
      note: "",
      author: "bench",
      now: Date.now(),
    }),
  );
  const defs = Array.from({ length: probes }, (_, i) => ({
    metric: "bench.probe",
    tags: { probe: String(i) },
  }));
  const ids = await upsertSeries(db.pool, defs);
  const send = (i: number, value: number, time: number) =>
    write(
      port,
      compress(
        encodeRemoteWrite([{ ...(defs[i] ?? { metric: "", tags: {} }), samples: [[time, value]] }]),
      ),
    );
  const reader = openDb(fresh.url, { max: 2, name: "bench reader" });
  const until = async (found: () => Promise<boolean>, limitMs: number) => {
    const from = performance.now();
    while (!(await found())) {
      if (performance.now() - from > limitMs) throw new Error("a probe was not seen in time");
      await pause(1);
    }
  };
  const judged = async (id: number, time: number) =>
    (
      await reader.pool.query(
        `SELECT FROM anomalies WHERE "seriesId" = $1 AND "startedAt" = $2::timestamp`,
        [id, new Date(time).toISOString()],
      )
    ).rowCount === 1;

  // The detector takes the probes up with their first anomaly.
  for (let i = 0; i < probes; i++) {
    const time = Date.now();
    await send(i, 100, time);
    await until(() => judged(ids[i] ?? 0, time), 60_000);
    await send(i, 1, Date.now() + 1);
  }
  let loading = true;
  let round = rounds + 1;
  const load = (async () => {
    while (loading) {
      for (let c = 0; c < clients && loading; c++) {
        await write(port, bodyOf(c, round, Date.now()));
        await pause(150);
      }
      round++;
    }
  })();
  const chartable: number[] = [];
  const verdict: number[] = [];
  for (let k = 0; k < 10 * probes; k++) {
    const i = k % probes;
    const id = ids[i] ?? 0;
    const time = Date.now();
    const sent = performance.now();
    const answered = send(i, 100, time);
    await Promise.all([
      answered,
      until(async () => {
        const points = await readSamples(reader.pool, [id], time, time + 1);
        return (points.get(id)?.times.length ?? 0) > 0;
      }, 30_000).then(() => chartable.push(performance.now() - sent)),
      until(() => judged(id, time), 30_000).then(() => verdict.push(performance.now() - sent)),
    ]);
    await send(i, 1, Date.now() + 1);
    await pause(20);
  }
  loading = false;
  await load;
  await reader.close();
  return { chartable, verdict };
}
