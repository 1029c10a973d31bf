import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { counts } from "@/lib/detect/model";
import { planRule } from "@/lib/detect/rule";
import { readPlanFacts, readRule } from "@/lib/detect/rule-store";
import {
  applyRule,
  cancelRule,
  deleteDetectorRule,
  saveDetectorRule,
} from "@/lib/detect/rule-verbs";
import { saveDetector } from "@/lib/detect/verbs";
import { upsertSeries } from "@/lib/ingest/series-store";
import { createLog } from "@/lib/log";
import type { Actor } from "@/lib/people/model";
import { backfillSamples } from "@/lib/samples/store";
import { perform } from "@/lib/verb";
import { applyDetectorRule } from "./apply-detector-rule";
import { followDetectorRules } from "./follow-detector-rules";

// A thousand detectors are trained and made.
vi.setConfig({ testTimeout: 120_000 });

const now = Date.UTC(2026, 10, 22, 12);
const many = 1000;
const editor: Actor = { kind: "user", id: "u", name: "Mira", role: "editor" };
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let clock = now;
let ids: number[] = [];
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  ids = await upsertSeries(
    fresh.db.pool,
    Array.from({ length: many }, (_, i) => ({
      metric: "http.5xx",
      tags: { service: `s${i % 50}`, route: `/${i}` },
    })),
  );
  // A ramp of 40 values that starts at the number of the series; the last series has no history
  const rows = ids
    .slice(0, -1)
    .flatMap((id, i) =>
      Array.from({ length: 40 }, (_, k) => [id, now - (40 - k) * 3_600_000, i + k] as const),
    );
  await backfillSamples(
    fresh.db.pool,
    [
      {
        ids: Int32Array.from(rows, (r) => r[0]),
        times: Float64Array.from(rows, (r) => r[1]),
        values: Float64Array.from(rows, (r) => r[2]),
      },
    ],
    { nowMs: now },
  );
});
afterAll(() => fresh.drop());

const by = () => ({ db: fresh.db, actor: editor, now: clock });
const ctx = () => ({
  db: fresh.db,
  log: createLog("jobs", "silent"),
  now: () => clock,
  secret: "unused",
});
const wish = {
  title: "5xx limits",
  target: "metric = http.5xx",
  trainer: { name: "sigma", params: { side: "above" } },
  counts: counts.parse({ direction: "above" }),
  days: 28,
};
async function apply(retrain = false) {
  const { runId } = await perform(applyRule, by(), { id: "5xx-limits", retrain });
  await applyDetectorRule.run(ctx(), { runId });
  return fresh.db.prisma.detectorRuleRun.findUniqueOrThrow({ where: { id: runId } });
}
const detectors = () =>
  fresh.db.prisma.detector.findMany({
    where: { ruleId: "5xx-limits" },
    include: { versions: true },
    orderBy: { ruleSeriesId: "asc" },
  });

test("one rule over 1,000 series makes 1,000 trained detectors, and again makes nothing", async () => {
  await perform(saveDetectorRule, by(), wish);
  expect(await fresh.db.prisma.detector.count()).toBe(0);
  const run = await apply();
  expect(run).toMatchObject({
    state: "done",
    total: many,
    done: many,
    created: many - 1,
    skipped: 1,
    kept: 0,
  });
  expect(run.problems).toEqual([
    { series: "5xx limits: /999 s49", why: expect.stringContaining("There are 0 values") },
  ]);
  const made = await detectors();
  expect(made).toHaveLength(many - 1);
  expect(made[7]).toMatchObject({
    title: "5xx limits: /7 s7",
    managed: "rule",
    untrusted: "new",
    liveVersion: 1,
  });
  // Mean 26.5 of 7…46, deviation √(40·41/12) = 11.69; limits at 3 and 5 of them
  expect(made[7]?.versions[0]?.params).toMatchObject({
    weakUpper: expect.closeTo(26.5 + 3 * 11.69, 1),
    strongUpper: expect.closeTo(26.5 + 5 * 11.69, 1),
    weakLower: null,
  });
  const before = await fresh.db.prisma.detectorVersion.count();
  const again = await apply();
  expect([again.total, again.kept, again.created]).toEqual([1, many - 1, 0]);
  expect(await fresh.db.prisma.detectorVersion.count()).toBe(before);
});

test("a changed rule makes new versions, leaves alone what a person edited, and a killed job goes on where it was", async () => {
  const [first] = await detectors();
  if (!first?.versions[0]) throw new Error("no detector");
  await perform(saveDetector, by(), {
    id: first.id,
    version: 1,
    settings: {
      algorithm: "constant-threshold",
      params: { weakUpper: 1 },
      counts: counts.parse({}),
      target: first.versions[0].target,
    },
  });
  await perform(saveDetectorRule, by(), {
    ...wish,
    id: "5xx-limits",
    target: "metric = http.5xx AND service = s0 OR metric = http.5xx AND service = s1",
    trainer: { name: "sigma", params: { side: "above", weakSigmas: 4 } },
    trusted: true,
  });
  const rule = await readRule(fresh.db.prisma, "5xx-limits");
  const plan = planRule(rule, await readPlanFacts(fresh.db.prisma, rule));
  const count = (what: string) => plan.filter((s) => s.what === what).length;
  expect([count("change"), count("keep"), count("remove"), count("create")]).toEqual([
    39, 1, 959, 0,
  ]);
  const { runId } = await perform(applyRule, by(), { id: "5xx-limits" });
  await expect(perform(applyRule, by(), { id: "5xx-limits" })).rejects.toThrow("being applied");
  // The worker dies in the middle of it
  let batches = 0;
  const dying = new Proxy(fresh.db.prisma, {
    get(target, name, receiver) {
      if (name === "$transaction" && ++batches === 4) throw new Error("killed");
      return Reflect.get(target, name, receiver);
    },
  });
  await expect(
    applyDetectorRule.run({ ...ctx(), db: { ...fresh.db, prisma: dying } }, { runId }),
  ).rejects.toThrow("killed");
  const half = await fresh.db.prisma.detectorRuleRun.findUniqueOrThrow({ where: { id: runId } });
  expect([half.state, half.done]).toEqual(["running", 60]);
  await applyDetectorRule.run(ctx(), { runId });
  const done = await fresh.db.prisma.detectorRuleRun.findUniqueOrThrow({ where: { id: runId } });
  expect(done).toMatchObject({
    state: "done",
    total: 998,
    done: 998,
    changed: 39,
    removed: 959,
    kept: 1,
  });
  const now_ = await detectors();
  expect(now_.filter((d) => d.enabled)).toHaveLength(40);
  expect(now_.every((d) => d.untrusted === null)).toBe(true);
  expect(now_[0]?.liveVersion).toBe(2);
  expect(now_[0]?.versions.find((v) => v.version === 2)?.author).toBe("Mira");
});

test("training again takes newer history; a new series is followed; a cancelled run stops; a removed rule leaves its detectors", async () => {
  clock = now + 3_600_000;
  const again = await apply(true);
  expect([again.changed, again.kept]).toEqual([39, 1]);
  const [id = 0] = await upsertSeries(fresh.db.pool, [
    { metric: "http.5xx", tags: { service: "s0", route: "/new" } },
  ]);
  await backfillSamples(
    fresh.db.pool,
    [
      {
        ids: Int32Array.from([id, id, id]),
        times: Float64Array.from([1, 2, 3], (k) => now + k * 60_000),
        values: Float64Array.from([1, 2, 4]),
      },
    ],
    { nowMs: clock },
  );
  await followDetectorRules.run(ctx(), {});
  const asked = await fresh.db.prisma.detectorRuleRun.findFirstOrThrow({
    where: { state: "queued" },
  });
  expect(asked.by).toBe("Sitroom");
  await perform(cancelRule, by(), { runId: asked.id });
  await applyDetectorRule.run(ctx(), { runId: asked.id });
  expect(await fresh.db.prisma.detector.count({ where: { ruleSeriesId: id } })).toBe(0);
  const run = await apply();
  expect([run.created, run.total]).toEqual([1, 1]);
  const removed = await perform(deleteDetectorRule, by(), { id: "5xx-limits", off: false });
  expect(removed.detectors).toBe(many);
  expect(await fresh.db.prisma.detector.count({ where: { managed: "user", enabled: true } })).toBe(
    41,
  );
});
