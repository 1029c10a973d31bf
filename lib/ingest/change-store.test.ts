import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import { listenLive } from "../db/live";
import { recordChange, recordTelemetryDeploy, type Told } from "./change-store";
import { changeInput } from "./model";

const now = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;
const actor = { kind: "key", id: "k", name: "ci", role: "responder" } as const;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());

async function inTransaction<T>(run: (client: import("pg").PoolClient) => Promise<T>): Promise<T> {
  const client = await fresh.db.pool.connect();
  try {
    await client.query("BEGIN");
    const result = await run(client);
    await client.query("COMMIT");
    return result;
  } finally {
    client.release();
  }
}
let message = 0;
const tell = (told: object, over: { source?: string; undoWith?: string; now?: number } = {}) =>
  inTransaction((client) =>
    recordChange(client, changeInput.parse(told) as Told, {
      source: "api",
      messageId: `m${message++}`,
      actor,
      now,
      ...over,
    }),
  );
const see = (service: string, from: string | null, to: string, at: number) =>
  inTransaction((client) => recordTelemetryDeploy(client, { service, from, to, at }));
const read = (id: string) => fresh.db.prisma.change.findUniqueOrThrow({ where: { id } });

test("a change is stored with its undo and told on the timeline; the same id again changes nothing", async () => {
  const undo = { integration: "demo-deployer", target: "pricing", to: "v1" };
  const told = {
    kind: "deploy",
    service: "pricing",
    from: "v1",
    to: "v2",
    author: "eve",
    at: now - minute,
    id: "d1",
    undo,
  };
  const first = await tell(told);
  expect(first.outcome).toBe("created");
  expect(await tell(told)).toEqual({ id: first.id, outcome: "known" });
  expect(await read(first.id)).toMatchObject({
    title: "Deploy of pricing: v1 → v2",
    externalKey: "api:d1",
    status: "succeeded",
    at: new Date(now - minute),
    finishedAt: new Date(now - minute),
    reversible: true,
    undo,
  });
  const told1 = await fresh.db.prisma.timelineEvent.findMany();
  expect(told1.map((e) => [e.kind, e.says])).toEqual([
    ["change-succeeded", "Deploy of pricing: v1 → v2 by eve: succeeded."],
  ]);
});

test("started becomes succeeded with its own end, and never goes back", async () => {
  const base = { kind: "config", service: "search", title: "Bigger pool", id: "c1" };
  const { id } = await tell({ ...base, status: "started", at: now - 5 * minute });
  expect(await read(id)).toMatchObject({ finishedAt: null, reversible: false });
  expect((await tell({ ...base, status: "succeeded", at: now })).outcome).toBe("updated");
  expect((await tell({ ...base, status: "started", at: now - 5 * minute })).outcome).toBe("known");
  expect((await tell({ ...base, status: "failed" })).outcome).toBe("known");
  expect(await read(id)).toMatchObject({
    status: "succeeded",
    at: new Date(now - 5 * minute),
    finishedAt: new Date(now),
  });
});

test("telemetry's view of a told deploy adds nothing, whichever comes first", async () => {
  const a = await tell({
    kind: "deploy",
    service: "a",
    from: "v1",
    to: "v2",
    at: now,
    status: "started",
  });
  expect((await see("a", "v1", "v2", now + 2 * minute)).id).toBe(a.id);
  expect(await read(a.id)).toMatchObject({
    status: "started",
    details: { firstSeenAt: now + 2 * minute },
  });
  const b = await see("b", "v1", "v2", now - minute);
  expect(await read(b.id)).toMatchObject({ source: "telemetry", from: "v1", reversible: false });
  const undo = { integration: "x", target: "b", to: "v1" };
  const told = await tell({ kind: "deploy", service: "b", to: "v2", undo, author: "bo", at: now });
  expect(told).toEqual({ id: b.id, outcome: "updated" });
  expect(await read(b.id)).toMatchObject({ source: "api", author: "bo", reversible: true, undo });
  expect(await read(b.id)).toMatchObject({ at: new Date(now - minute), from: "v1" });
  expect((await see("b", "v1", "v2", now - minute)).outcome).toBe("known");
});

test("the same version again after another one in between is a new deploy, and so is one an hour later", async () => {
  const first = await tell({ kind: "deploy", service: "c", to: "v2", at: now - 8 * minute });
  await tell({ kind: "deploy", service: "c", to: "v1", at: now - 6 * minute });
  const again = await see("c", "v1", "v2", now - 4 * minute);
  expect(again.outcome).toBe("created");
  expect(again.id).not.toBe(first.id);
  const early = await tell({ kind: "deploy", service: "d", to: "v2", at: now - 60 * minute });
  expect((await see("d", null, "v2", now)).id).not.toBe(early.id);
});

test("what ran before is filled in, and a sender's deploys become reversible by its integration", async () => {
  await tell({ kind: "deploy", service: "e", to: "v7", at: now - 60 * minute });
  const { id } = await tell({ kind: "deploy", service: "e", to: "v8" }, { undoWith: "deployer" });
  expect(await read(id)).toMatchObject({
    from: "v7",
    title: "Deploy of e: v7 → v8",
    undo: { integration: "deployer", target: "e", to: "v7" },
  });
});

test("two who tell of one deploy at the same moment make one row", async () => {
  const told = { kind: "deploy", service: "f", from: "v1", to: "v2", at: now };
  await Promise.all([
    tell(told, { source: "webhook:gh" }),
    see("f", "v1", "v2", now),
    tell(told, { source: "api" }),
  ]);
  expect(await fresh.db.prisma.change.count({ where: { service: "f" } })).toBe(1);
});

test("a change of the future is refused, a small skew is cut to now", async () => {
  await expect(tell({ kind: "flag", service: "g", at: now + 6 * minute })).rejects.toMatchObject({
    code: "bad-input",
  });
  const { id } = await tell({ kind: "flag", service: "g", at: now + minute });
  expect((await read(id)).at).toEqual(new Date(now));
});

test("listeners hear of a change when it commits", async () => {
  const heard: unknown[] = [];
  const stop = listenLive(fresh.url, (event) => heard.push(event));
  await expect
    .poll(async () => {
      await tell({ kind: "network", service: "h" });
      return heard.length;
    })
    .toBeGreaterThan(0);
  expect(heard[0]).toMatchObject({ topic: "change" });
  await stop();
});
