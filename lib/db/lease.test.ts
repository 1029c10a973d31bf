import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "./fresh-database";
import { withLease } from "./lease";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
});
afterAll(() => fresh.drop());

test("one holder per name at a time, and the next gets it, also after a failure", async () => {
  const { pool } = fresh.db;
  const seen: unknown[] = [];
  const held = await withLease(pool, "pricing", async () => {
    seen.push(await withLease(pool, "pricing", async () => expect.unreachable()));
    seen.push(await withLease(pool, "search", async () => undefined));
  });
  expect([held, ...seen]).toEqual([true, false, true]);
  const broken = withLease(pool, "pricing", () => Promise.reject(new Error("broken")));
  await expect(broken).rejects.toThrow("broken");
  expect(await withLease(pool, "pricing", async () => undefined)).toBe(true);
});
