import { afterAll, beforeAll, expect, test } from "vitest";
import { createKey } from "@/lib/people/key-store";
import { startForTest } from "./start-for-test";

let at = Date.UTC(2026, 10, 22, 12);
let ingest: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  ingest = await startForTest(process.env.DATABASE_URL, () => at);
});
afterAll(() => ingest.stop());

const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${ingest.url}${path}`, {
    method: "POST",
    body: body as BodyInit,
    headers: { "content-type": "application/json", ...headers },
  });

test("guessing keys is slow: after fifty wrong ones from an address it is 429, which senders take as a reason to wait", async () => {
  const guess = (n: number) =>
    post("/api/v1/points", "[]", { authorization: `Bearer sk_guess_${n}` });
  const statuses: number[] = [];
  for (let n = 0; n < 52; n++) statuses.push((await guess(n)).status);
  expect(statuses.filter((s) => s === 401)).toHaveLength(50);
  const last = await guess(99);
  expect([last.status, last.headers.get("retry-after")]).toEqual([429, "1"]);
  at += 60_000;
  expect((await guess(100)).status).toBe(401);
});

test("unsigned webhooks are limited by address", async () => {
  const statuses = await Promise.all(
    Array.from({ length: 205 }, async () => (await post("/api/v1/webhooks/none", "{}")).status),
  );
  expect(statuses.filter((s) => s === 404)).toHaveLength(200);
  expect(statuses.filter((s) => s === 429)).toHaveLength(5);
});

test("a bomb of gzip costs no more than the limit of what it may unpack to", async () => {
  const { gzipSync } = await import("node:zlib");
  const bomb = gzipSync(Buffer.alloc(200 << 20));
  expect(bomb.length).toBeLessThan(300_000);
  const before = process.memoryUsage().rss;
  const answer = await post("/api/v1/points", bomb, {
    ...ingest.headers,
    "content-encoding": "gzip",
  });
  expect(answer.status).toBe(413);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 << 20);
});

test("deep nesting and a lying length are refused, not crashed on", async () => {
  const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  expect((await post("/api/v1/points", deep, ingest.headers)).status).toBe(400);
  expect((await post("/v1/traces", deep, ingest.headers)).status).toBe(400);
  expect((await fetch(`${ingest.url}/health`)).status).toBe(200);
});

test("a key for one service cannot tell of another's changes", async () => {
  const { key } = await createKey(ingest.db.prisma, {
    name: "pay ci",
    scopes: ["changes"],
    services: ["pay"],
    createdBy: null,
    now: at,
    expiresAt: null,
  });
  const tell = (service: string) =>
    post("/api/v1/changes", JSON.stringify({ kind: "deploy", service, to: "v2", id: service }), {
      authorization: `Bearer ${key}`,
    });
  expect((await tell("pay")).status).toBe(200);
  const refused = await tell("checkout");
  expect(refused.status).toBe(403);
  expect(((await refused.json()) as { error: string }).error).toBe(
    "This API key may not tell of changes to checkout.",
  );
});

test("a link that a browser would run is no link; a title that would be HTML is text", async () => {
  const tell = (change: object) =>
    post(
      "/api/v1/changes",
      JSON.stringify({ kind: "deploy", service: "links", to: "v2", ...change }),
      ingest.headers,
    );
  for (const link of ["javascript:alert(1)", "data:text/html,<script>", "JaVaScRiPt:alert(1)"]) {
    const answer = await tell({ link });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("must be an http or https address");
  }
  expect(await ingest.db.prisma.change.count({ where: { service: "links" } })).toBe(0);
  const title = "</title><script>alert(1)</script>";
  const told = await tell({ link: "https://ci.example/run?id=1", title, author: title });
  expect(told.status).toBe(200);
  expect(await ingest.db.prisma.change.findFirst({ where: { service: "links" } })).toMatchObject({
    link: "https://ci.example/run?id=1",
    title,
    author: title,
  });
});

test("names that would be SQL or HTML are stored as the text that they are", async () => {
  const evil = `'; DROP TABLE users; -- <img src=x onerror=alert(1)>`;
  const point = { metric: evil, tags: { service: evil, host: "%00" }, value: 1 };
  expect((await post("/api/v1/points", JSON.stringify([point]), ingest.headers)).status).toBe(200);
  const [series] = await ingest.db.prisma.series.findMany({ where: { metric: evil } });
  expect(series?.tags).toEqual(point.tags);
  expect(await ingest.db.prisma.user.count()).toBe(0);
});
