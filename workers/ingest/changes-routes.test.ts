import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { signWebhook } from "@/lib/integrations/standard-webhooks";
import { createLog } from "@/lib/log";
import { createIntegration, updateIntegration } from "@/lib/people/integration-store";
import type { Problem } from "@/lib/problem";
import { changesRoutes } from "./changes-routes";

const now = Date.UTC(2026, 10, 22, 12);
const appSecret = "an app secret of 32 characters..";
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
const secrets: Record<string, string> = {};
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  for (const [id, kind, config] of [
    ["generic", "generic-changes", { undoWith: "deployer" }],
    ["gh", "github", { services: { "acme/search-api": "search" } }],
    ["deployer", "webhook-deployer", { url: "http://d/", stateUrl: "http://d/{target}" }],
  ] as const)
    secrets[id] = (
      await createIntegration(fresh.db.prisma, appSecret, { id, kind, name: id, config })
    ).secret;
});
afterAll(() => fresh.drop());

async function post(path: string, body: string, headers: Record<string, string> = {}, at = now) {
  const [, integration = ""] = path.split("/api/v1/webhooks/");
  const route = changesRoutes.find((r) => r.path === path || r.path.endsWith(":integration"));
  if (!route) throw new Error(`no route for ${path}`);
  const request = {
    headers,
    params: { integration },
    query: new URLSearchParams(),
    body: Buffer.from(body),
    key: route.scope ? { id: "k1", name: "ci", services: [] } : null,
  };
  const ctx = { db: fresh.db, log: createLog("test", "silent"), now: () => at, secret: appSecret };
  try {
    const response = await route.handle(request, ctx);
    return { status: response.status, body: JSON.parse(String(response.body)) };
  } catch (error) {
    return { status: (error as Problem).status, says: (error as Error).message };
  }
}
const fixture = (name: string) =>
  readFileSync(new URL(`../../lib/integrations/fixtures/${name}`, import.meta.url), "utf8");
const signed = (id: string, body: string, at = now) =>
  signWebhook({ secret: secrets.generic ?? "", id, body, now: at });
const github = (event: string, body: string, delivery: string, secret = secrets.gh ?? "") =>
  post("/api/v1/webhooks/gh", body, {
    "x-github-event": event,
    "x-github-delivery": delivery,
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  });
const find = (service: string) => fresh.db.prisma.change.findMany({ where: { service } });

test("one change or an array is taken by key; sent again with its time it is the same one", async () => {
  const one = { kind: "config", service: "a", title: "pool 10", at: now - 1000 };
  const body = JSON.stringify(one);
  const first = await post("/api/v1/changes", body);
  expect(first).toMatchObject({ status: 200, body: { changes: [{ outcome: "created" }] } });
  expect((await post("/api/v1/changes", body)).body.changes[0].outcome).toBe("known");
  const both = JSON.stringify([
    { kind: "flag", service: "z" },
    { kind: "flag", service: "b" },
  ]);
  const { changes } = (await post("/api/v1/changes", both)).body;
  expect((await find("z"))[0]?.id).toBe(changes[0].id);
  expect((await find("b"))[0]?.id).toBe(changes[1].id);
});

test("a wrong body is refused with the field's name, and none of its changes is kept", async () => {
  expect(await post("/api/v1/changes", "{")).toMatchObject({ status: 400 });
  const bad = [
    { kind: "deploy", service: "c" },
    { kind: "deploi", service: "c" },
  ];
  const answer = await post("/api/v1/changes", JSON.stringify(bad));
  expect(answer.status).toBe(400);
  expect(answer.says).toContain("[1].kind");
  const future = [
    { kind: "flag", service: "c" },
    { kind: "flag", service: "d", at: now + 3_600_000 },
  ];
  expect((await post("/api/v1/changes", JSON.stringify(future))).status).toBe(400);
  expect(await find("c")).toHaveLength(0);
});

test("a signed webhook becomes a reversible change; its repeat is recognised", async () => {
  const body = JSON.stringify({ kind: "deploy", service: "pricing", from: "v1", to: "v2" });
  const path = "/api/v1/webhooks/generic";
  expect(await post(path, body, signed("m1", body))).toMatchObject({
    status: 200,
    body: { changes: [{ outcome: "created" }] },
  });
  expect((await post(path, body, signed("m1", body))).body).toEqual({ duplicate: true });
  // Ten minutes on nothing of it is in memory, but the row's own key still is.
  const later = now + 601_000;
  const again = await post(path, body, signed("m1", body, later), later);
  expect(again.body.changes[0].outcome).not.toBe("created");
  expect(await find("pricing")).toHaveLength(1);
  expect((await find("pricing"))[0]).toMatchObject({
    source: "webhook:generic",
    undo: { integration: "deployer", target: "pricing", to: "v1" },
  });
});

test("a forged, stale or unsigned webhook is a 401 with the reason, an unknown peer a 404", async () => {
  const body = JSON.stringify({ kind: "deploy", service: "forged" });
  const path = "/api/v1/webhooks/generic";
  const headers = signed("m2", body);
  expect(await post(path, body.replace("forged", "other!"), headers)).toMatchObject({
    status: 401,
    says: "The signature does not fit the body and the shared secret.",
  });
  expect(await post(path, body, headers, now + 301_000)).toMatchObject({ status: 401 });
  expect((await post(path, body)).says).toContain("webhook-id is missing");
  expect((await post("/api/v1/webhooks/nobody", body, headers)).status).toBe(404);
  expect((await post("/api/v1/webhooks/deployer", body, headers)).status).toBe(404);
  await updateIntegration(fresh.db.prisma, "generic", { enabled: false });
  expect((await post(path, body, headers)).status).toBe(404);
  await updateIntegration(fresh.db.prisma, "generic", { enabled: true });
  expect(await find("forged")).toHaveLength(0);
});

test("a failed delivery may be sent again with the same id", async () => {
  const bad = JSON.stringify({ kind: "deploy" });
  expect((await post("/api/v1/webhooks/generic", bad, signed("m3", bad))).status).toBe(400);
  const good = JSON.stringify({ kind: "flag", service: "retry" });
  expect((await post("/api/v1/webhooks/generic", good, signed("m3", good))).status).toBe(200);
  expect(await find("retry")).toHaveLength(1);
});

test("GitHub's deployment and its status are one change with author, version, link and both times", async () => {
  expect((await github("ping", '{"zen":"x"}', "p1")).body).toEqual({ pong: true });
  expect((await github("deployment", fixture("github-deployment.json"), "g1")).status).toBe(200);
  expect((await github("deployment", fixture("github-deployment.json"), "g1")).body).toEqual({
    duplicate: true,
  });
  expect(
    (await github("deployment_status", fixture("github-deployment-status.json"), "g2")).body,
  ).toMatchObject({ changes: [{ outcome: "updated" }] });
  const all = await fresh.db.prisma.change.findMany({ where: { source: "webhook:gh" } });
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({
    service: "pricing",
    to: "v2.14.0",
    from: null,
    author: "eve",
    link: "https://ci.acme.example/runs/7",
    status: "succeeded",
    at: new Date("2026-11-22T11:50:00Z"),
    finishedAt: new Date("2026-11-22T11:52:30Z"),
  });
});

test("a deploying workflow's run is a change of the mapped service; other runs and events are not", async () => {
  const body = fixture("github-workflow-run.json");
  await github("workflow_run", body, "w1");
  expect(await find("search")).toMatchObject([
    {
      title: "Cheaper rooms on Sundays",
      to: "3484a3f",
      author: "sue",
      status: "succeeded",
      finishedAt: new Date("2026-11-22T11:43:00Z"),
    },
  ]);
  const lint = body.replaceAll('"Deploy"', '"Lint"');
  expect((await github("workflow_run", lint, "w2")).body).toHaveProperty("ignored");
  expect((await github("push", "{}", "w3")).body).toHaveProperty("ignored");
});

test("GitHub's signature is checked over the raw body, and a broken body names the field", async () => {
  const body = fixture("github-deployment.json");
  expect(await github("deployment", body, "x1", "another secret")).toMatchObject({ status: 401 });
  const unsigned = await post("/api/v1/webhooks/gh", body, { "x-github-event": "deployment" });
  expect(unsigned).toMatchObject({
    status: 401,
    says: "The header X-Hub-Signature-256 is missing.",
  });
  const broken = body.replace('"sha"', '"shah"');
  const answer = await github("deployment", broken, "x2");
  expect(answer.status).toBe(400);
  expect(answer.says).toContain("deployment.sha");
});
