import { expect, test } from "vitest";
import { addsUp, rankContributors } from "./metric-contributors-rank";

const one = (
  id: number,
  region: string,
  pool: string,
  now: number | null,
  before: number | null,
) => ({
  id,
  tags: { region, pool },
  now,
  before,
});
const series = [
  one(1, "eu", "a", 90, 30),
  one(2, "eu", "b", 20, 30),
  one(3, "us", "a", 40, 30),
  one(4, "us", "b", null, 20),
];

test("values of a tag are ranked by their part of the change, the telling tag first", () => {
  const ranked = rankContributors(series, { adds: true, most: 5 });
  expect(ranked.map((r) => r.tag)).toEqual(["region", "pool"]);
  expect(ranked[0]?.values).toEqual([
    { value: "eu", series: [1, 2], now: 110, before: 60, change: 50, share: 50 / 60 },
    { value: "us", series: [3, 4], now: 40, before: 50, change: -10, share: 10 / 60 },
  ]);
  expect(ranked[1]?.values.map((v) => v.change)).toEqual([70, -30]);
});

test("averages do not count what has no counterpart, and a tag with one value tells nothing", () => {
  const ranked = rankContributors(
    series.map((s) => ({ ...s, tags: { ...s.tags, service: "pricing" } })),
    { adds: false, most: 1 },
  );
  expect(ranked.map((r) => r.tag)).not.toContain("service");
  expect(ranked.find((r) => r.tag === "region")).toMatchObject({
    total: 2,
    values: [{ value: "eu", now: 55, before: 30, change: 25 }],
  });
  expect([addsUp("req/s"), addsUp("By"), addsUp("ms"), addsUp(null)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
