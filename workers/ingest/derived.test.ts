import { afterAll, beforeAll, expect, test } from "vitest";
import { readDerived } from "@/lib/detect/derived-store";
import { createDerived, deleteDerivedMetric } from "@/lib/detect/derived-verbs";
import { counts } from "@/lib/detect/model";
import { createDetector, saveDetector } from "@/lib/detect/verbs";
import { createLog } from "@/lib/log";
import type { Actor } from "@/lib/people/model";
import { readSamples } from "@/lib/samples/store";
import { perform } from "@/lib/verb";
import { deriveHistory } from "../jobs/derive-history";
import { startForTest } from "./start-for-test";

const start = Date.UTC(2026, 10, 22, 12);
const second = 1000;
let clock = start;
let s: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  s = await startForTest(process.env.DATABASE_URL, () => clock);
});
afterAll(() => s.stop());

const editor: Actor = { kind: "user", id: "u", name: "Mira", role: "editor" };
const at = () => ({ db: s.db, actor: editor, now: clock });
const send = async (
  points: [service: string, metric: string, seconds: number, value: number][],
) => {
  const body = points.map(([service, metric, seconds, value]) => ({
    metric,
    tags: { service },
    value,
    time: start + seconds * second,
  }));
  const answer = await fetch(`${s.url}/api/v1/points`, {
    method: "POST",
    headers: { ...s.headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
};
const history = (id: string) =>
  deriveHistory.run(
    { db: s.db, log: createLog("test", "error"), now: () => clock, secret: "" },
    { id },
  );
/** Points of a derived metric by service, seconds after the start. */
async function made(id: string): Promise<Record<string, number[][]>> {
  const series = await s.db.prisma.series.findMany({
    where: { key: { contains: `derived=${id}` } },
  });
  const points = await readSamples(
    s.db.pool,
    series.map((x) => x.id),
    start - 86_400_000,
    start + 86_400_000,
  );
  return Object.fromEntries(
    series.map((x) => {
      const of = points.get(x.id) ?? { times: [], values: [] };
      return [
        x.service ?? "all",
        of.times.map((t, i) => [(t - start) / second, of.values[i] as number]),
      ];
    }),
  );
}
async function until<T>(look: () => Promise<T | false | null | undefined>): Promise<T> {
  for (const end = Date.now() + 20_000; ; ) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error("it did not come");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const done = (id: string, seconds: number) =>
  until(async () => {
    const d = (await readDerived(s.db)).find((x) => x.id === id);
    return d?.upTo === start + seconds * second;
  });

test("history is made on creation, then windows close as points come, with those that are late within the lateness", async () => {
  await send([
    ["web", "errors", -20, 1],
    ["web", "requests", -20, 10],
    ["web", "errors", -15, 3],
    ["web", "requests", -15, 10],
  ]);
  const { id } = await perform(createDerived, at(), {
    metric: "error.ratio",
    recipe: { op: "ratio", a: "metric = errors", b: "metric = requests", by: ["service"], minB: 5 },
    everyMs: 10_000,
    lateMs: 20_000,
  });
  await history(id);
  // Windows end at −20 and −10; only those up to 20 s ago are closed
  expect(await made(id)).toEqual({ web: [[-20, 0.1]] });

  clock = start + 10 * second;
  await send([
    ["web", "requests", 5, 20],
    ["web", "errors", 10, 4],
    ["db", "errors", 5, 1],
    ["db", "requests", 5, 2],
  ]);
  await done(id, -10);
  expect((await made(id)).web).toEqual([
    [-20, 0.1],
    [-10, 0.3],
  ]);
  // Late, but its window is still open
  clock = start + 29 * second;
  await send([["web", "errors", 6, 0]]);
  clock = start + 30 * second;
  await done(id, 10);
  expect(await made(id)).toEqual({
    web: [
      [-20, 0.1],
      [-10, 0.3],
      [10, 0.1],
    ],
  });
  // Later than that: stored, and no part of the window any more
  await send([["web", "errors", 7, 99]]);
  clock = start + 40 * second;
  await done(id, 20);
  expect((await made(id)).web?.at(-1)).toEqual([10, 0.1]);
});

test("a sum of derived series comes after them, and its windows wait for theirs", async () => {
  const { id } = await perform(createDerived, at(), {
    metric: "error.ratio.worst",
    recipe: { op: "max", of: "metric = error.ratio", by: [] },
    everyMs: 10_000,
    lateMs: 0,
  });
  await history(id);
  clock = start + 60 * second;
  await send([
    ["web", "requests", 38, 10],
    ["web", "errors", 38, 6],
  ]);
  await done(id, 40);
  expect((await made(id)).all?.at(-1)).toEqual([40, 0.6]);
});

test("what would be made of itself is refused, with the way round and what to write", async () => {
  const definition = {
    metric: "all.of.it",
    recipe: { op: "sum", of: "service = web", by: ["service"] },
    everyMs: 10_000,
    lateMs: 0,
  };
  await expect(perform(createDerived, at(), definition)).rejects.toThrow(
    "all.of.it would be made of itself: all-of-it → all-of-it. Leave its own series out, with AND metric != all.of.it.",
  );
  const without = {
    ...definition,
    recipe: { ...definition.recipe, of: "service = web AND NOT derived" },
  };
  await perform(createDerived, at(), without);
  await expect(perform(createDerived, at(), without)).rejects.toThrow(/already/);
  await expect(
    perform(createDerived, at(), {
      ...definition,
      recipe: { op: "sum", of: "service = (", by: [] },
    }),
  ).rejects.toThrow(/"service = \(":/);
  await perform(deleteDerivedMetric, at(), { id: "all-of-it" });
});

test("anomalies of a detector become a metric that it can never watch itself", async () => {
  const settings = {
    algorithm: "constant-threshold",
    params: { strongUpper: 5 },
    counts: counts.parse({}),
    target: "metric = errors",
  };
  const detector = await perform(createDetector, at(), { title: "Many errors", settings });
  const series = await s.db.prisma.series.findFirst({
    where: { metric: "errors", service: "web" },
  });
  const time = (seconds: number) => new Date(start + seconds * second);
  await s.db.prisma.anomaly.create({
    data: {
      id: "a1",
      seriesId: series?.id ?? 0,
      detectorId: detector.id,
      detectorVersion: 1,
      service: "web",
      metric: "errors",
      level: "STRONG",
      direction: "above",
      startedAt: time(5),
      lastAt: time(10),
      endedAt: time(10),
      points: 2,
      peakAt: time(7),
      peakValue: 99,
      peakScore: 6,
    },
  });
  const { id } = await perform(createDerived, at(), {
    metric: "many.errors.flag",
    recipe: { op: "anomalies", detectorId: detector.id, as: "flag" },
    everyMs: 10_000,
    lateMs: 0,
  });
  await history(id);
  expect((await made(id)).web).toEqual([
    [-20, 0],
    [-10, 0],
    [10, 1],
    [40, 0],
  ]);
  await expect(
    perform(saveDetector, at(), {
      id: detector.id,
      version: 1,
      settings: { ...settings, target: "service = web" },
    }),
  ).rejects.toThrow(
    /watch what comes of its own anomalies: detector many-errors → many-errors-flag → detector many-errors/,
  );
});
