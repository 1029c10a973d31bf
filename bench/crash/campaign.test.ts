import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { crashCampaign } from "./campaign";
import { gapsOf } from "./judge";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
});
afterAll(() => fresh.drop());

test("ten plans run once each while every process is killed again and again", async () => {
  const lines: string[] = [];
  const { kills, ...result } = await crashCampaign(
    fresh,
    { runs: 10, seed: 3, lanes: 5, betweenMs: 2_500 },
    (line) => lines.push(line),
  );
  expect(lines).toEqual([]);
  expect(result).toEqual({ plans: 10, executions: 10, duplicates: 0, stuck: 0, timelineGaps: 0 });
  expect(Object.values(kills).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(3);
}, 120_000);

test("the judge sees what is missing, double, or out of order", () => {
  const tell = (...kinds: string[]) =>
    kinds.map((kind, i) => ({ kind, says: "a", at: new Date(i) }));
  const whole = ["remedy-proposed", "remedy-approved", "remedy-executing", "remedy-step"];
  const end = ["remedy-executed", "verified-recovered"];
  expect(gapsOf(tell(...whole, ...end), ["a"])).toEqual([]);
  expect(gapsOf(tell(...whole, "remedy-step", ...end), ["a"])).toHaveLength(1);
  expect(gapsOf(tell(...whole, ...end, "remedy-executed"), ["a"])).toEqual([
    "2 × ^remedy-executed$",
  ]);
  expect(gapsOf(tell(...end, ...whole), ["a"])).toContain("steps outside of the execution");
  expect(gapsOf(tell(...whole, ...end).reverse(), ["a"])).toContain("time runs backwards");
});
