import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import { writeSetting } from "../people/setting-store";
import { graph } from "./graph";
import { graphDiff } from "./graph-diff";
import { service } from "./service";

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 22, 12);
const actor = { kind: "user", id: "ana", name: "Ana", role: "viewer" } as const;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());
const ctx = () => ({ db: fresh.db, actor, now });

// 10 ms lies in the bucket that ends at 2^(14/4) ≈ 11.3 ms, 500 ms in the one that ends at 2^(36/4) = 512 ms.
const buckets = (calls: number, at = 14) =>
  Array.from({ length: 66 }, (_, i) => (i === at ? calls : 0));
const requests = (name: string, at: number, count: number, errors = 0, bucket = 14) =>
  fresh.db.prisma.requestWindow.create({
    data: {
      service: name,
      version: "v1",
      instance: "i",
      start: new Date(at),
      count,
      errors,
      sumMs: 10 * count,
      buckets: buckets(count, bucket),
    },
  });
const calls = (path: string, at: number, n: number, errors = 0) => {
  const [caller = "", callee = ""] = path.split(">");
  const data = { caller, callee, start: new Date(at), calls: n, errors, sumMs: 10 * n };
  return fresh.db.prisma.edgeWindow.create({ data: { ...data, buckets: buckets(n) } });
};
const heard = (name: string, given: object = {}) =>
  fresh.db.prisma.service.create({
    data: {
      name,
      kind: "instrumented",
      firstSeenAt: new Date(now - 48 * hour),
      lastSeenAt: new Date(now),
      ...given,
    },
  });

beforeEach(async () => {
  await fresh.db.pool.query(
    "TRUNCATE edge_windows, request_windows, operation_windows, graph_snapshots, learned_objectives, services, settings CASCADE",
  );
});

const nodeOf = (view: Awaited<ReturnType<typeof graph.load>>, name: string) =>
  view.nodes.find((n) => n.name === name);
const load = (input: object = {}) =>
  graph.load(ctx(), graph.input.parse({ from: "now-1h", to: "now", ...input }));

test("each service is judged by its own objective: the same failures are well for one and STRONG for another", async () => {
  for (const name of ["batch", "pay"]) {
    await heard(name);
    await requests(name, now - 30 * minute, 1000, 30);
  }
  await fresh.db.prisma.learnedObjective.createMany({
    data: [
      { service: "batch", errors: 0.05, p95Ms: null, hours: 168, at: new Date(now) },
      { service: "pay", errors: 0.001, p95Ms: 200, hours: 168, at: new Date(now) },
    ],
  });
  const view = await load();
  expect(nodeOf(view, "batch")?.health).toBe("ok");
  expect(nodeOf(view, "pay")).toMatchObject({
    health: "strong",
    missed: [{ signal: "errors", far: true, says: "3 % of requests fail, objective 0.1 %" }],
  });
  // A person's word goes before.
  await writeSetting(fresh.db.prisma, "graph", {
    default: { errors: null, p95Ms: null },
    services: { pay: { objective: { errors: 0.1, p95Ms: null }, group: "money" } },
  });
  expect(nodeOf(await load(), "pay")).toMatchObject({ health: "ok", group: "money" });
});

test("the window is the range, at a moment it is the five minutes before", async () => {
  await heard("a");
  await requests("a", now - 50 * minute, 500, 50);
  await requests("a", now - 10 * minute, 100, 0);
  await calls("a>db", now - 50 * minute, 500);
  const whole = await load();
  expect(whole.window).toEqual({ from: now - hour, to: now });
  expect(nodeOf(whole, "a")).toMatchObject({ calls: 600, rate: 600 / 3000 });
  expect(nodeOf(whole, "a")?.errorShare).toBeCloseTo(50 / 600, 12);
  expect(nodeOf(whole, "db")).toMatchObject({ external: true, calls: 500 });
  expect(whole.edges[0]).toMatchObject({ caller: "a", callee: "db", stale: true });
  const then = await load({ at: now - 8 * minute });
  expect(then.window).toEqual({ from: now - 13 * minute, to: now - 8 * minute });
  expect(nodeOf(then, "a")).toMatchObject({ calls: 100, errorShare: 0 });
  expect(nodeOf(then, "db")).toBeUndefined();
});

test("calls in a circle are reported", async () => {
  for (const path of ["a>b", "b>c", "c>a", "c>d"]) await calls(path, now - minute, 5);
  expect((await load()).cycles).toEqual([["a", "b", "c"]]);
});

test("a moment older than the windows is the snapshot of its hour; an imported graph answers only when asked", async () => {
  const at = now - 20 * 24 * hour;
  const edge = { caller: "a", callee: "b", calls: 3600, errors: 0, p95: 20 };
  const nodes = ["a", "b"].map((name) => ({ name, external: false }));
  const row = (source: string, body: object) =>
    fresh.db.prisma.graphSnapshot.create({
      data: {
        title: source,
        source,
        fromAt: new Date(at - hour),
        toAt: new Date(at),
        body: { nodes, edges: [edge], ...body },
      },
    });
  await row("hourly", {});
  const other = await row("imported", { edges: [{ ...edge, errors: 1800 }] });
  const view = await load({ at: at + minute });
  expect(view.snapshot?.source).toBe("hourly");
  expect(view.edges[0]).toMatchObject({ rate: 1, errorShare: 0, p95: 20 });
  const imported = await load({ snapshot: other.id });
  expect(imported.edges[0]?.errorShare).toBe(0.5);
  // Nobody can say whether it is well.
  expect(nodeOf(imported, "b")?.health).toBe("unknown");
});

test("two times are compared over as much as they lie apart, and a graph of minutes as such", async () => {
  // Ten minutes at one call a second, then ten at one a second with another callee.
  for (let m = 0; m < 20; m++) {
    await calls("a>b", now - (20 - m) * minute, 60);
    await calls(m < 10 ? "a>old" : "a>new", now - (20 - m) * minute, 60);
  }
  const diff = await graphDiff.load(ctx(), { before: now - 10 * minute, after: now });
  expect(diff.counts).toEqual({ added: 1, removed: 1, changed: 0 });
  expect(diff.edges.find((e) => e.callee === "b")).toMatchObject({
    status: "same",
    before: { rate: 1 },
    after: { rate: 1 },
  });
  const beforeAll = await graphDiff.load(ctx(), { before: now - hour, after: now });
  expect(beforeAll.counts).toEqual({ added: 3, removed: 0, changed: 0 });
});

test("a service's page counts whole parts, and the part in progress by its time so far", async () => {
  await heard("a");
  await requests("a", now - 30 * minute, 300, 3);
  await requests("a", now - 2 * minute, 60, 0, 36);
  const input = { service: "a", from: "now-1h", to: "now", operation: null };
  const view = await service.load(ctx(), { ...input, bucket: 15 });
  expect(view.bucketMs).toBe(15 * minute);
  expect(view.points.map((p) => p && [p.calls, p.errors])).toEqual([null, null, [300, 3], [60, 0]]);
  expect(view.points[2]?.rate).toBeCloseTo(300 / 900, 12);
  // By linear interpolation inside the bucket from 2^(35/4) to 2^9 ms.
  expect(view.points[3]?.p95).toBeCloseTo(430.538965 + 0.95 * (512 - 430.538965), 4);
  expect(view.total.calls).toBe(360);
  // Who tells nothing is known by its callers.
  await heard("db", { kind: "external" });
  await calls("a>db", now - 30 * minute, 90, 9);
  const external = await service.load(ctx(), { ...input, service: "db", bucket: 60 });
  expect(external.counted).toBe("callers");
  expect(external.total).toMatchObject({ calls: 90, errors: 9 });
  await expect(service.load(ctx(), { ...input, service: "nobody", bucket: 1 })).rejects.toThrow(
    "Nothing was ever heard",
  );
});
