import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { createLog } from "@/lib/log";
import { createIntegration } from "@/lib/people/integration-store";
import { createKey } from "@/lib/people/key-store";
import type { Problem } from "@/lib/problem";
import { endAlertJob } from "../jobs/end-alert";
import { changesRoutes } from "./changes-routes";

const start = Date.parse("2026-11-22T12:00:00Z");
const appSecret = "an app secret of 32 characters..";
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let secret = "";
let now = start;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  ({ secret } = await createIntegration(fresh.db.prisma, appSecret, {
    id: "am",
    kind: "alertmanager",
    name: "Alertmanager",
    config: {},
  }));
});
afterAll(() => fresh.drop());

const ctx = () => ({
  db: fresh.db,
  log: createLog("test", "silent"),
  now: () => now,
  secret: appSecret,
});
async function post(path: string, body: unknown, credential?: string) {
  const route = changesRoutes.find((r) => r.path === path);
  if (!route) throw new Error(`no route ${path}`);
  try {
    const { status } = await route.handle(
      {
        headers: credential ? { authorization: `Bearer ${credential}` } : {},
        params: { integration: "am" },
        query: new URLSearchParams(),
        body: Buffer.from(JSON.stringify(body)),
        key: route.scope ? { id: "k", name: "prometheus", services: [] } : null,
      },
      ctx(),
    );
    return { status };
  } catch (error) {
    return { status: (error as Problem).status, says: (error as Error).message };
  }
}
const webhook = (body: unknown, credential = secret) =>
  post("/api/v1/webhooks/:integration", body, credential);
const fixture = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../lib/integrations/fixtures/${name}`, import.meta.url), "utf8"),
  );
const anomalies = (service: string) =>
  fresh.db.prisma.anomaly.findMany({ where: { service }, include: { series: true } });
const queued = async (name: string) =>
  (
    await fresh.db.pool.query(
      "SELECT run_at FROM graphile_worker.jobs WHERE task_identifier = $1",
      [name],
    )
  ).rows;

test("Alertmanager's alerts are anomalies with their labels as tags, open or over, and wake the situations", async () => {
  const body = fixture("alertmanager-v4.json");
  expect(await webhook(body)).toEqual({ status: 200 });
  expect(await anomalies("rates-db")).toMatchObject([
    {
      id: "alert-6ecf40c9f5c2d4b1-1795348710412",
      metric: "alert",
      level: "STRONG",
      startedAt: new Date("2026-11-22T11:58:30.412Z"),
      endedAt: null,
      series: { metric: "alert", tags: body.alerts[0].labels },
    },
  ]);
  expect(await anomalies("booking")).toMatchObject([
    { level: "WEAK", endedAt: new Date("2026-11-22T11:55:00Z") },
  ]);
  expect(await queued("situate")).toHaveLength(1);
});

test("told again it is the same one; resolved, it ends when it ended", async () => {
  const body = fixture("alertmanager-v4.json");
  now = start + 60_000;
  await webhook(body);
  expect((await anomalies("rates-db"))[0]?.lastAt).toEqual(new Date(now));
  body.alerts[0].status = "resolved";
  // It was over before we heard of it for the last time.
  body.alerts[0].endsAt = "2026-11-22T12:00:30Z";
  await webhook(body);
  expect(await anomalies("rates-db")).toMatchObject([
    { endedAt: new Date("2026-11-22T12:00:30Z") },
  ]);
  body.alerts[0].startsAt = "2026-11-22T12:00:50Z";
  body.alerts[0].status = "firing";
  await webhook({ ...body, alerts: [body.alerts[0], body.alerts[0]] });
  expect(await anomalies("rates-db")).toHaveLength(2);
});

test("the credential is the integration's secret or a key for ingest", async () => {
  const body = fixture("alertmanager-v4.json");
  const key = (scope: "ingest" | "read") =>
    createKey(fresh.db.prisma, {
      name: scope,
      scopes: [scope],
      createdBy: null,
      expiresAt: null,
      now: 0,
    });
  expect((await webhook(body, (await key("ingest")).key)).status).toBe(200);
  expect((await webhook(body, (await key("read")).key)).status).toBe(401);
  expect((await webhook(body, "guess")).status).toBe(401);
  expect((await post("/api/v1/webhooks/:integration", body)).says).toContain("credentials");
  expect((await webhook({ ...body, version: "3" })).says).toContain("version");
});

test("Prometheus' own alerts end by themselves unless they are told again", async () => {
  now = start;
  const body = fixture("prometheus-v2-alerts.json");
  expect((await post("/api/v2/alerts", body)).status).toBe(200);
  const [alert] = await anomalies("payment");
  expect(alert).toMatchObject({ level: "STRONG", endedAt: null });
  expect((await queued("end-alert"))[0].run_at).toEqual(new Date("2026-11-22T12:04:00Z"));
  body[0].endsAt = "2026-11-22T12:09:00Z";
  await post("/api/v2/alerts", body);
  expect(await queued("end-alert")).toMatchObject([{ run_at: new Date("2026-11-22T12:09:00Z") }]);
  const until = Date.parse("2026-11-22T12:09:00Z");
  await endAlertJob.run(ctx(), { anomalyId: alert?.id ?? "", at: until });
  expect((await anomalies("payment"))[0]?.endedAt).toEqual(new Date(until));
});

test("a pushed alert whose end is past is over", async () => {
  const body = fixture("prometheus-v2-alerts.json");
  body[0].labels.job = "shop/late";
  body[0].endsAt = "2026-11-22T11:59:40Z";
  await post("/api/v2/alerts", body);
  expect(await anomalies("late")).toMatchObject([{ endedAt: new Date("2026-11-22T11:59:40Z") }]);
  expect((await post("/api/v2/alerts", [{ labels: {} }])).says).toContain("at least one label");
});
