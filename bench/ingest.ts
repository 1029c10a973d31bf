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
import path from "node:path";
import { parseArgs } from "node:util";
import { freshDatabase } from "@/lib/db/fresh-database";
import { ensureDefaults } from "@/lib/detect/store";
import { ensureKey } from "@/lib/people/key-store";
import { latencies } from "./ingest/latencies";
import { rawCopy } from "./ingest/raw-copy";
import { agent, bodyOf, clients, key, perRequest, write } from "./ingest/workload";
import { machine, today } from "./machine";

const { values: options } = parseArgs({
  options: {
    requests: { type: "string", default: "1000" },
    json: { type: "boolean", default: false },
  },
});
const rounds = Math.ceil(Number(options.requests) / clients);
const stepMs = 15_000;
const start = Math.floor(Date.now() / stepMs) * stepMs - (rounds + 2) * stepMs;
const timeOf = (round: number) => start + round * stepMs;
const say = (line: string) => {
  if (!options.json) console.log(line);
};

async function startWorker(role: "ingest" | "detect", url: string) {
  const child = fork(new URL("./ingest/worker.ts", import.meta.url), [role], {
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
    Array.from({ length: rounds }, (_, r) => bodyOf(c, r + 1, timeOf(r + 1))),
  );
  // The first round makes the series and warms up; it does not count.
  await Promise.all(
    Array.from({ length: clients }, (_, c) => write(ingest.port, bodyOf(c, 0, timeOf(0)))),
  );
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
  const copySeconds = await rawCopy(db, rounds, timeOf);

  // Latency, with a request of a thousand samples every 150 ms beside it
  const detect = await startWorker("detect", fresh.url);
  children.push(detect.child);
  const { chartable, verdict } = await latencies(db, ingest.port);

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
