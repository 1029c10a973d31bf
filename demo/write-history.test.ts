import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../lib/db/fresh-database";
import { bucketOf, emptyBuckets } from "../lib/series/latency-buckets";
import { season } from "../lib/sim/season";
import { services } from "./estate.mjs";
import { writeHistory } from "./write-history";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
});
afterAll(() => fresh.drop());

test("history has the measured level at this hour, is marked, and is written once", async () => {
  const { db } = fresh;
  const last = Math.floor(Date.now() / 10_000) * 10_000 - 30_000;
  const buckets = emptyBuckets();
  buckets[bucketOf(40)] = 90;
  buckets[bucketOf(100)] = 10;
  for (const { name } of services)
    for (let i = 0; i < 5; i++)
      await db.prisma.requestWindow.create({
        data: {
          service: name,
          version: "v1",
          instance: "a",
          start: new Date(last - i * 10_000),
          count: 100,
          errors: 0,
          sumMs: 4600,
          buckets,
        },
      });
  expect(await writeHistory(db)).toMatch(/ points of history in /);

  const { rows } = await db.pool.query<{ service: string; metric: string; points: number }>(
    `SELECT service, metric, count(*) AS points FROM samples JOIN series ON series.id = series_id
     WHERE origin = 'simulated' AND metric <> 'service.errors' GROUP BY 1, 2`,
  );
  expect(rows).toHaveLength(8 * 4);
  expect(Math.min(...rows.map((r) => r.points))).toBeGreaterThan(39_000);

  const weekAgo = last - 7 * 86_400_000;
  const { rows: means } = await db.pool.query<{ metric: string; mean: number }>(
    `SELECT metric, avg(value) AS mean FROM samples JOIN series ON series.id = series_id
     WHERE service = 'gateway' AND time BETWEEN to_timestamp($1) AND to_timestamp($2) GROUP BY 1`,
    [weekAgo / 1000 - 900, weekAgo / 1000 + 900],
  );
  const mean = Object.fromEntries(means.map((m) => [m.metric, m.mean]));
  expect(mean["service.requests"]).toBeGreaterThan(9);
  expect(mean["service.requests"]).toBeLessThan(11);
  expect(mean["service.errors"]).toBeLessThan(0.01);
  expect(mean["service.latency.p50"]).toBeGreaterThan(35);
  expect(mean["service.latency.p50"]).toBeLessThan(45);
  expect(season(weekAgo)).toBeCloseTo(season(last), 9);

  expect(await writeHistory(db)).toBe("The history is there already.");
}, 60_000);
