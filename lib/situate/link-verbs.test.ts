import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { ensureDefaults } from "@/lib/detect/store";
import { upsertSeries } from "@/lib/ingest/series-store";
import type { Actor } from "@/lib/people/model";
import { perform } from "@/lib/verb";
import { linkAnomaly } from "./link-verbs";

const now = Date.UTC(2026, 10, 22, 12);
const at = new Date(now);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  await ensureDefaults(fresh.db, now);
});
afterAll(() => fresh.drop());
const actor: Actor = { kind: "user", id: "u", name: "Mira", role: "responder" };

test("an anomaly is added to an open situation once, by name, and to no second or resolved one", async () => {
  const { prisma, pool } = fresh.db;
  const [seriesId = 0] = await upsertSeries(pool, [{ metric: "cpu", tags: { service: "web" } }]);
  await prisma.anomaly.create({
    data: {
      id: "a",
      seriesId,
      detectorId: "golden-errors",
      detectorVersion: 1,
      service: "web",
      metric: "cpu",
      level: "WEAK",
      direction: "above",
      startedAt: at,
      lastAt: at,
      points: 1,
      peakAt: at,
      peakValue: 1,
      peakScore: 3,
    },
  });
  const make = (resolvedAt: Date | null) =>
    prisma.situation.create({
      data: {
        title: "Checkout is slow",
        status: resolvedAt ? "resolved" : "open",
        severity: "high",
        step: "watching",
        onsetAt: at,
        openedAt: at,
        resolvedAt,
        services: ["checkout"],
        impact: {},
      },
    });
  const [open, other, over] = [await make(null), await make(null), await make(at)];
  const link = (id: number) =>
    perform(linkAnomaly, { db: fresh.db, actor, now }, { id, anomalyId: "a" });
  await expect(link(over.id)).rejects.toThrow(/is resolved/);
  expect(await link(open.id)).toEqual({ name: "web cpu" });
  const member = await prisma.situationAnomaly.findFirst({ where: { anomalyId: "a" } });
  expect(member).toMatchObject({
    situationId: open.id,
    why: [{ reason: "person", says: "Added by Mira", weight: 1 }],
  });
  await expect(link(other.id)).rejects.toThrow(/in a situation already/);
});
