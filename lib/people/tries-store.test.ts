import { afterAll, beforeAll, expect, test } from "vitest";
import { openDb } from "../db/client";
import { freshDatabase } from "../db/fresh-database";
import { countInMinute } from "./rate-store";
import { succeeded, takeTry } from "./tries-store";

const now = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());

test("five failures are free, then each costs 30 s, 60 s, 120 s and at most 15 min", async () => {
  const waits: number[] = [];
  let at = now;
  for (let i = 0; i < 12; i++) {
    expect((await takeTry(fresh.db, "account", "a@x", at)).waitMs).toBe(0);
    const { rows } = await fresh.db.pool.query<{ until: Date }>(
      "SELECT until FROM sign_in_tries WHERE name = 'account:a@x'",
    );
    const waitMs = (rows[0]?.until.getTime() ?? 0) - at;
    waits.push(waitMs / 1000);
    at += waitMs;
  }
  expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
});

test("success forgets an account, an hour of silence forgets too, and accounts do not know of each other", async () => {
  for (let i = 0; i < 5; i++) await takeTry(fresh.db, "account", "b@x", now);
  expect((await takeTry(fresh.db, "account", "b@x", now)).waitMs).toBe(30_000);
  expect((await takeTry(fresh.db, "account", "c@x", now)).waitMs).toBe(0);
  expect(await takeTry(fresh.db, "account", "b@x", now + 3_600_000)).toEqual({
    waitMs: 0,
    failures: 1,
  });
  await succeeded(fresh.db, "account", "b@x");
  expect(await takeTry(fresh.db, "account", "b@x", now)).toEqual({ waitMs: 0, failures: 1 });
});

test("tries at once from several processes are all counted", async () => {
  const other = openDb(fresh.url, { max: 5 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => takeTry(i % 2 ? other : fresh.db, "account", "d@x", now)),
  );
  await other.close();
  expect(answers.filter((a) => a.waitMs === 0)).toHaveLength(5);
});

test("a sender has thirty failures free, and right passwords do not count against an office", async () => {
  for (let i = 0; i < 100; i++) {
    expect((await takeTry(fresh.db, "sender", "10.0.0.1", now)).waitMs).toBe(0);
    await succeeded(fresh.db, "sender", "10.0.0.1");
  }
  for (let i = 0; i < 30; i++) await takeTry(fresh.db, "sender", "10.0.0.2", now);
  expect((await takeTry(fresh.db, "sender", "10.0.0.2", now)).waitMs).toBe(30_000);
});

test("a minute has room for so many, the refusal says when the next begins, and then it starts anew", async () => {
  const at = now + 15_000;
  await Promise.all(Array.from({ length: 3 }, () => countInMinute(fresh.db, "u:x", 3, at)));
  await expect(countInMinute(fresh.db, "u:x", 3, at)).rejects.toMatchObject({
    code: "too-many",
    retryAfter: 45,
  });
  await countInMinute(fresh.db, "u:y", 3, at);
  await countInMinute(fresh.db, "u:x", 3, now + 60_000);
});
