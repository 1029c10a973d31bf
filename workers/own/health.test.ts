import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEnv } from "@/lib/env";
import { keepAlerts, openAlerts } from "@/lib/health/alert-store";
import { noteError } from "@/lib/health/beat";
import { readProcesses } from "@/lib/health/process-store";
import { readOwnState } from "@/lib/health/state-store";
import { createLog } from "@/lib/log";
import { ensureKey } from "@/lib/people/key-store";
import { startForTest } from "../ingest/start-for-test";
import { startJobs } from "../jobs";
import { startOwnHealth } from "./health";

let s: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  s = await startForTest(process.env.DATABASE_URL);
  await ensureKey(s.db, { key: "sk_reads", name: "prometheus", scopes: ["read"] });
});
afterAll(() => s?.stop());

const contextOf = (over: Record<string, string> = {}) => ({
  db: s.db,
  env: readEnv({
    ...{ DATABASE_URL: s.databaseUrl, NEXTAUTH_SECRET: "only-for-tests-only-for-tests" },
    ...{ NODE_ENV: "test", METRICS_PORT: "0", ...over },
  }),
  log: createLog("test", "error", noteError),
  now: Date.now,
});

/** Lines of the text format as values by name and labels; throws on a line that is none. */
function parse(text: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "" || /^# (HELP|TYPE) [a-zA-Z_:][\w:]* ./.test(line)) continue;
    const match = /^([a-zA-Z_:][\w:]*(?:\{[^}]*\})?) (\S+)$/.exec(line);
    if (!match) throw new Error(`Not of the format: ${line}`);
    if (values.has(match[1] ?? "")) throw new Error(`Told twice: ${match[1]}`);
    values.set(match[1] ?? "", match[2] === "Nan" ? Number.NaN : Number(match[2]));
  }
  return values;
}

const scrape = async (url: string, key?: string) => {
  const answer = await fetch(url, key ? { headers: { authorization: `Bearer ${key}` } } : {});
  return { status: answer.status, text: await answer.text() };
};

test("ingest counts what it accepted and refused, and tells it to a key that may read", async () => {
  const url = `${s.url}/metrics`;
  const before = parse((await scrape(url, "sk_reads")).text);
  const at = (name: string, from = before) => from.get(name) ?? 0;
  const sent = await fetch(`${s.url}/api/v1/points`, {
    method: "POST",
    headers: { ...s.headers, "content-type": "application/json" },
    body: JSON.stringify(
      [1, 2, 3].map((value) => ({
        ...{ metric: "room.temperature", tags: { room: "a" }, value },
        time: Date.now() - value * 1000,
      })),
    ),
  });
  expect(sent.ok).toBe(true);
  const wrong = await fetch(`${s.url}/api/v1/points`, { method: "POST", body: "{}" });
  expect(wrong.status).toBe(401);
  const after = parse((await scrape(url, "sk_reads")).text);
  const gained = (name: string) => at(name, after) - at(name);
  expect(gained('sitroom_ingest_accepted_total{kind="samples"}')).toBe(3);
  expect(gained('sitroom_ingest_refused_total{code="not-signed-in"}')).toBe(1);
  expect(gained("sitroom_ingest_commit_seconds_count")).toBe(1);
  expect(after.has("nodejs_eventloop_lag_seconds")).toBe(true);
  expect((await scrape(url)).status).toBe(401);
  expect((await scrape(url, s.headers.authorization.slice(7))).status).toBe(403);
});

test("a worker tells itself, the stream, the queue and the tables; beyond loopback only to a key", async () => {
  const jobs = await startJobs(contextOf());
  await s.db.pool.query(
    `SELECT graphile_worker.add_job('later', run_at := now() + interval '1 day')`,
  );
  const own = await startOwnHealth(contextOf(), ["jobs"]);
  const open = await startOwnHealth(contextOf({ METRICS_HOST: "0.0.0.0" }), ["chat"]);
  try {
    const { status, text } = await scrape(`http://127.0.0.1:${own.port}/metrics`);
    expect(status).toBe(200);
    const values = parse(text);
    expect(values.get('sitroom_jobs{job="later",state="later"}')).toBe(1);
    expect(values.get("sitroom_database_up")).toBe(1);
    expect(
      [...values.keys()].filter((k) => k.startsWith("sitroom_stream_lag_records")),
    ).toHaveLength((await readOwnState(s.db, Date.now())).partitions.length);
    expect(values.get('sitroom_part_beat_age_seconds{part="jobs"}')).toBeLessThan(30);
    expect(values.get('sitroom_table_partitions{table="samples"}')).toBe(4);
    expect([...values.keys()].some((k) => k.startsWith("sitroom_build_info"))).toBe(true);
    const outside = `http://127.0.0.1:${open.port}/metrics`;
    expect((await scrape(outside)).status).toBe(401);
    expect((await scrape(outside, "sk_reads")).status).toBe(200);
  } finally {
    await own.stop();
    await open.stop();
    await jobs.stop();
  }
}, 60_000);

test("a process beats with its errors, and says when it was asked to stop", async () => {
  const ctx = contextOf();
  const own = await startOwnHealth(ctx, ["detect"], { beat: 20 });
  ctx.log.error({ err: new Error("the disk is full") }, "a checkpoint failed");
  const find = async () =>
    (await readProcesses(s.db, Date.now())).find((p) => p.parts.includes("detect"));
  for (let n = 0; n < 100 && !(await find())?.report.lastError; n++) await pause(50);
  expect((await find())?.report.lastError?.says).toBe("a checkpoint failed: the disk is full");
  expect((await find())?.report.errorsLastHour).toBeGreaterThanOrEqual(1);
  expect((await find())?.stoppedAt).toBeNull();
  await own.stop();
  expect((await find())?.stoppedAt).not.toBeNull();
}, 30_000);

test("an alert opens once, is on the timeline, and ends when the fault is over", async () => {
  const now = Date.now();
  const fault = {
    rule: "job-dead",
    subject: "tell",
    tone: "strong",
    says: "It was given up.",
  } as const;
  expect(await keepAlerts(s.db, [fault], now)).toBe(true);
  expect(await keepAlerts(s.db, [fault], now + 1)).toBe(false);
  expect(await openAlerts(s.db)).toMatchObject([{ ...fault, openedAt: now, endedAt: null }]);
  await keepAlerts(s.db, [], now + 2);
  expect(await openAlerts(s.db)).toEqual([]);
  const said = await s.db.prisma.timelineEvent.findMany({
    where: { room: "health" },
    orderBy: { id: "asc" },
  });
  expect(said.map((e) => `${e.kind}: ${e.says}`)).toEqual([
    "own-alert: It was given up.",
    "own-alert-ended: Over: It was given up.",
  ]);
});
