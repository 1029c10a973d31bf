import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { inTransaction } from "./accept-store";
import { countLogs } from "./log-count";
import { countBySeverity, countPatterns, logsOfPattern, logsOfTrace } from "./log-read-store";
import { loadPatterns, writeLogs } from "./log-store";
import type { LogSeverity } from "./model";

const t0 = Date.UTC(2026, 10, 22, 12);
const traceId = "a".repeat(32);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now: t0 });
  const log = (atMs: number, severity: LogSeverity, key: string) => ({
    log: {
      ...{
        service: "cart",
        version: "1",
        instance: "a",
        atMs,
        severity,
        body: `${key} at ${atMs}`,
      },
      ...{ traceId, spanId: "b".repeat(16), attributes: { tier: "gold" } },
    },
    ...{ key, text: `${key} at <*>` },
  });
  const group = countLogs(
    [
      log(t0 - 3_600_000, "info", "saved"),
      log(t0, "info", "saved"),
      log(t0 + 1000, "info", "saved"),
      log(t0 + 45_000, "error", "failed"),
      log(t0 + 46_000, "warn", "100%_sure"),
    ],
    (_, { atMs }) => atMs >= t0,
  );
  await inTransaction(fresh.db.pool, (tx) => writeLogs(tx, group, t0));
  await inTransaction(fresh.db.pool, (tx) =>
    writeLogs(tx, { ...group, samples: [], windows: [] }, t0),
  );
});
afterAll(() => fresh.drop());

const filter = {
  ...{ fromMs: t0, toMs: t0 + 60_000, service: null, severities: null, text: "" },
  ...{ id: null, onlyNew: false },
};
const shape = { slots: 6, offset: 0, limit: 50 };

test("patterns are counted within the range, new errors first, then the worse, then the more frequent", async () => {
  const { patterns, total } = await countPatterns(fresh.db.pool, filter, shape);
  expect(total).toBe(3);
  expect(patterns.map((p) => [p.text, p.severity, p.count, p.isNew])).toEqual([
    ["failed at <*>", "error", 1, true],
    ["100%_sure at <*>", "warn", 1, true],
    ["saved at <*>", "info", 2, false],
  ]);
  expect(patterns.map((p) => p.spark)).toEqual([
    [0, 0, 0, 0, 1, 0],
    [0, 0, 0, 0, 1, 0],
    [2, 0, 0, 0, 0, 0],
  ]);
});

test.each([
  [{ text: "100%_" }, ["100%_sure at <*>"]],
  [{ text: "x%" }, []],
  [{ severities: ["error", "fatal"] as const }, ["failed at <*>"]],
  [{ onlyNew: true }, ["failed at <*>", "100%_sure at <*>"]],
  [{ service: "nobody" }, []],
])("patterns are narrowed by %o", async (more, texts) => {
  const { patterns } = await countPatterns(fresh.db.pool, { ...filter, ...more }, shape);
  expect(patterns.map((p) => p.text)).toEqual(texts);
});

test("counts add up over writes, and what was mined before can be gone on with", async () => {
  expect(await loadPatterns(fresh.db.pool, "cart", "info", 10)).toEqual([
    { key: "saved", text: "saved at <*>", count: 6 },
  ]);
  expect(await countBySeverity(fresh.db.pool, t0 - 7_200_000, t0 + 60_000)).toEqual([
    { service: "cart", severity: "error", count: 1 },
    { service: "cart", severity: "info", count: 3 },
    { service: "cart", severity: "warn", count: 1 },
  ]);
});

test("kept messages are found by pattern, latest first, and by trace in order", async () => {
  const { patterns } = await countPatterns(fresh.db.pool, { ...filter, text: "saved" }, shape);
  const kept = await logsOfPattern(fresh.db.pool, patterns[0]?.id ?? "", 10);
  expect(kept.map((k) => k.at - t0)).toEqual([1000, 0]);
  expect(kept[0]).toMatchObject({ traceId, attributes: { tier: "gold" }, service: "cart" });
  expect((await logsOfTrace(fresh.db.pool, traceId)).map((k) => k.at - t0)).toEqual([
    0, 1000, 45_000, 46_000,
  ]);
});
