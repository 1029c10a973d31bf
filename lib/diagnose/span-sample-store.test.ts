import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { ensureSpanDays, writeSpans } from "@/lib/ingest/span-store";
import { fetcher } from "./scene-store";

const t0 = Date.UTC(2026, 10, 22, 12);
const hex = (n: number, length: number) => n.toString(16).padStart(length, "0");
let fresh: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now: t0 });
  // A busy minute of 2400 requests of one span each, then a calm one with a failed request.
  const spans = Array.from({ length: 2401 }, (_, i) => ({
    traceId: hex(i + 1, 32),
    spanId: hex(i + 1, 16),
    parentId: null,
    service: "orders",
    version: "v1",
    instance: "a",
    name: "GET /orders",
    kind: 2,
    peer: null,
    startMs: i < 2400 ? t0 + i * 25 : t0 + 90_000,
    durationUs: 1500,
    error: i === 2400,
    attributes: i === 2400 ? { "error.type": "500", "exception.message": "pool is empty" } : {},
  }));
  await ensureSpanDays(fresh.db.pool, spans);
  const client = await fresh.db.pool.connect();
  await writeSpans(client, spans as Parameters<typeof writeSpans>[1]);
  client.release();
});
afterAll(() => fresh.drop());

test("reads a bounded sample of whole traces of each minute, with what failed ones say", async () => {
  const { spans = [] } = await fetcher(fresh.db)([
    { kind: "spans", services: ["orders"], from: t0, to: t0 + 120_000 },
  ]);
  const busy = spans.filter((s) => s.start < t0 + 60_000);
  // 2000 rows end at 49.975 s; what began in the last 3 s of that may be cut.
  expect(busy).toHaveLength(1880);
  expect(spans.filter((s) => s.failed)).toEqual([
    expect.objectContaining({
      service: "orders",
      operation: "GET /orders",
      start: t0 + 90_000,
      end: t0 + 90_001.5,
      says: "pool is empty",
    }),
  ]);
});

test("a database without traces answers with none", async () => {
  const { spans } = await fetcher(fresh.db)([
    { kind: "spans", services: ["orders"], from: t0 - 7_200_000, to: t0 - 3_600_000 },
  ]);
  expect(spans).toEqual([]);
});
