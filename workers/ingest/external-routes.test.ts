import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { counts } from "@/lib/detect/model";
import { createDetector } from "@/lib/detect/verbs";
import { ensureKey } from "@/lib/people/key-store";
import type { Actor } from "@/lib/people/model";
import { perform } from "@/lib/verb";
import { startForTest } from "./start-for-test";

const key = "sk_test_detect";
const editor: Actor = { kind: "user", id: "u", name: "Mira", role: "editor" };
const start = Date.now() - 3_600_000;
const time = (i: number) => start + i * 60_000;
let s: Awaited<ReturnType<typeof startForTest>>;
let detector = "";
beforeAll(async () => {
  s = await startForTest(process.env.DATABASE_URL);
  await ensureKey(s.db, { key, name: "outside", scopes: ["verdicts"] });
  const made = await perform(
    createDetector,
    { db: s.db, actor: editor, now: start },
    {
      title: "Outside",
      trusted: true,
      settings: {
        algorithm: "external",
        params: {},
        counts: counts.parse({ direction: "above", m: 2, n: 3, minAbsolute: 5 }),
        target: "metric = load",
      },
    },
  );
  detector = made.id;
  const points = Array.from({ length: 40 }, (_, i) => [
    {
      metric: "load",
      tags: { service: "web" },
      value: i >= 30 && i < 33 ? 100 : 10,
      time: time(i),
    },
    { metric: "other", tags: { service: "web" }, value: 1, time: time(i) },
  ]).flat();
  await fetch(`${s.url}/api/v1/points`, {
    method: "POST",
    headers: { ...s.headers, "content-type": "application/json" },
    body: JSON.stringify(points),
  });
});
afterAll(() => s.stop());

const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
const at = (rest: string) => `${s.url}/api/v1/detectors/${detector}${rest}`;
const pull = async (rest: string) => (await fetch(at(`/points${rest}`), { headers })).json();
const post = async (body: string) => {
  const response = await fetch(at("/verdicts"), { method: "POST", headers, body });
  return { status: response.status, body: await response.json() };
};
const anomalies = () =>
  s.db.prisma.anomaly.findMany({ orderBy: { startedAt: "asc" }, where: { detectorId: detector } });

test("points come in pages from a cursor, only those that the detector is for, and again the same", async () => {
  const first = await pull("");
  expect(first.points).toHaveLength(40);
  expect(first.points[0]).toMatchObject({
    metric: "load",
    tags: { service: "web" },
    time: time(0),
    value: 10,
  });
  expect(await pull("")).toEqual(first);
  expect(await pull(`?cursor=${first.cursor}`)).toEqual({
    points: [],
    cursor: first.cursor,
    more: false,
  });
});

test("a process outside judges what it pulls, its verdicts pass the gates, and again changes nothing", async () => {
  const run = () =>
    promisify(execFile)(
      process.execPath,
      [path.resolve("docs/examples/external-detector.mjs"), detector, "--once"],
      { env: { NODE_ENV: "test", SITROOM_URL: s.url, SITROOM_KEY: key } },
    );
  const first = await run();
  expect(JSON.parse(first.stdout)).toEqual({ accepted: 40, already: 0, unknown: 0, anomalies: 1 });
  const found = await anomalies();
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    service: "web",
    level: "STRONG",
    direction: "above",
    points: 3,
    peakValue: 100,
    peakExpected: 10,
    startedAt: new Date(time(30)),
    endedAt: new Date(time(33)),
    muted: null,
  });
  const again = await run();
  expect(JSON.parse(again.stdout)).toEqual({ accepted: 0, already: 40, unknown: 0, anomalies: 0 });
  expect(await anomalies()).toEqual(found);
});

test("verdicts on points that are not stored are counted, and never become anomalies", async () => {
  const { points } = await pull("");
  const verdicts = [{ series: points[0].series, time: time(50), level: "STRONG", expected: 1 }];
  expect((await post(JSON.stringify({ verdicts }))).body).toEqual({
    accepted: 0,
    already: 0,
    unknown: 1,
    anomalies: 0,
  });
});

test.each([
  ["no JSON", "{", 400, /not JSON/],
  ["no verdicts", "{}", 400, /verdicts/],
  ["a level that there is not", '{"verdicts":[{"series":1,"time":1,"level":"BAD"}]}', 400, /level/],
  ["no time", '{"verdicts":[{"series":1,"level":"WEAK"}]}', 400, /time/],
  ["a series of others", '{"verdicts":[{"series":99,"time":1,"level":"WEAK"}]}', 400, /Series 99/],
])("%s is refused with what is wrong", async (_, body, status, says) => {
  const answer = await post(body);
  expect(answer.status).toBe(status);
  expect(answer.body.error).toMatch(says);
});

test("a key without the scope, an unknown detector, one that judges itself, and a wrong cursor are refused", async () => {
  expect((await fetch(at("/points"), { headers: s.headers })).status).toBe(403);
  const unknown = await fetch(`${s.url}/api/v1/detectors/nobody/points`, { headers });
  expect(unknown.status).toBe(404);
  const inside = await fetch(`${s.url}/api/v1/detectors/golden-errors/points`, { headers });
  expect([404, 409]).toContain(inside.status);
  expect((await pull("?cursor=1.2")).error).toMatch(/begin without one/);
});
