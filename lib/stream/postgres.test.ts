import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { postgresStream } from "./postgres";

const now = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());

const text = (s: string) => new TextEncoder().encode(s);
const record = (partition: number, s: string) => ({ partition, payload: text(s) });

async function within<T>(run: (tx: import("pg").PoolClient) => Promise<T>, end = "COMMIT") {
  const tx = await fresh.db.pool.connect();
  try {
    await tx.query("BEGIN");
    const result = await run(tx);
    await tx.query(end);
    return result;
  } finally {
    tx.release();
  }
}

test("records come back by partition, in order, from any offset", async () => {
  const stream = postgresStream(fresh.db, { partitions: 4 });
  await within((tx) =>
    stream.append(tx, "order", [record(1, "a"), record(3, "x"), record(1, "b")], now),
  );
  await within((tx) => stream.append(tx, "order", [record(1, "c")], now + 5));
  const got = await stream.read("order", 1, 1, 10);
  expect(got.map((r) => [r.offset, r.at, String(r.payload)])).toEqual([
    [1, now, "b"],
    [2, now + 5, "c"],
  ]);
  expect(await stream.read("order", 0, 0, 10)).toEqual([]);
  expect((await stream.read("order", 1, 0, 2)).map((r) => r.offset)).toEqual([0, 1]);
});

test("an append that is rolled back leaves no hole", async () => {
  const stream = postgresStream(fresh.db);
  await within((tx) => stream.append(tx, "undone", [record(0, "a")], now));
  await within((tx) => stream.append(tx, "undone", [record(0, "lost")], now), "ROLLBACK");
  await within((tx) => stream.append(tx, "undone", [record(0, "b")], now));
  expect((await stream.read("undone", 0, 0, 9)).map((r) => [r.offset, String(r.payload)])).toEqual([
    [0, "a"],
    [1, "b"],
  ]);
});

test("a later record is not readable before an earlier, uncommitted one", async () => {
  const stream = postgresStream(fresh.db);
  const slow = await fresh.db.pool.connect();
  await slow.query("BEGIN");
  await stream.append(slow, "late", [record(2, "first")], now);
  let done = false;
  const second = within((tx) => stream.append(tx, "late", [record(2, "second")], now)).then(() => {
    done = true;
  });
  expect(await stream.read("late", 2, 0, 9)).toEqual([]);
  // Another partition is not held up.
  await within((tx) => stream.append(tx, "late", [record(3, "other")], now));
  expect(done).toBe(false);
  await slow.query("COMMIT");
  slow.release();
  await second;
  expect((await stream.read("late", 2, 0, 9)).map((r) => String(r.payload))).toEqual([
    "first",
    "second",
  ]);
});

test("concurrent writers and a reader: every record once, offsets without holes, each writer's own in order", async () => {
  const stream = postgresStream(fresh.db, { partitions: 3 });
  const writers = 4;
  const rounds = 25;
  const write = async (w: number) => {
    for (let i = 0; i < rounds; i++)
      await within((tx) =>
        stream.append(
          tx,
          "many",
          // Opposite orders of the partitions, which would deadlock if locks were taken as given.
          w % 2 === 0
            ? [record(0, `${w}:${i}`), record(2, `${w}:${i}`)]
            : [record(2, `${w}:${i}`), record(0, `${w}:${i}`)],
          now,
        ),
      );
  };
  const seen: string[] = [];
  let next = 0;
  let writing = true;
  const reader = (async () => {
    while (writing || seen.length < writers * rounds) {
      for (const r of await stream.read("many", 0, next, 7)) {
        expect(r.offset).toBe(next);
        next = r.offset + 1;
        seen.push(String(r.payload));
      }
    }
  })();
  await Promise.all(Array.from({ length: writers }, (_, w) => write(w)));
  writing = false;
  await reader;
  expect(new Set(seen).size).toBe(100);
  expect(seen.length).toBe(100);
  for (let w = 0; w < writers; w++)
    expect(seen.filter((s) => s.startsWith(`${w}:`))).toEqual(
      Array.from({ length: rounds }, (_, i) => `${w}:${i}`),
    );
});

test("an offset is committed with the results, or not at all", async () => {
  const stream = postgresStream(fresh.db, { partitions: 3 });
  expect(await stream.offsets("g", "t")).toEqual([0, 0, 0]);
  await within((tx) => stream.commit(tx, "g", "t", 1, 5));
  await within((tx) => stream.commit(tx, "g", "t", 1, 9), "ROLLBACK");
  expect(await stream.offsets("g", "t")).toEqual([0, 5, 0]);
  await within((tx) => stream.commit(tx, "g", "t", 1, 6));
  expect(await stream.offsets("g", "t")).toEqual([0, 6, 0]);
  expect(await stream.offsets("other", "t")).toEqual([0, 0, 0]);
});

test("a consumer is called soon after the commit, and still after its connection was cut", async () => {
  const stream = postgresStream(fresh.db);
  let calls = 0;
  let wake = () => {};
  const stop = stream.onAppend("told", () => {
    calls++;
    wake();
  });
  const called = async (more: number) => {
    while (calls < more)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  await called(1);
  const before = calls;
  const at = performance.now();
  await within((tx) => stream.append(tx, "told", [record(0, "a")], now));
  await called(before + 1);
  // Without the notification it would be the tick, after five seconds.
  expect(performance.now() - at).toBeLessThan(3000);
  await fresh.db.pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sitroom-stream' AND datname = current_database()",
  );
  const cut = calls;
  await called(cut + 2);
  await stop();
});
