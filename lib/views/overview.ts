import { z } from "zod";
import type { Db } from "../db/client";
import { golden } from "../ingest/model";
import { readDownsampled } from "../samples/store";
import { situationName } from "../situate/model";
import { loadMeasures } from "../timeline/measures-store";
import { defineView } from "../view";
import { readLast, sparkValues } from "./metrics-points";

const hourMs = 3_600_000;
const loopDays = 7;
const sparkCount = 40;
const lastMs = 3 * 60_000;
const signals = [golden.requests, golden.errors, golden.p95] as const;

/** Health of every service, how fast the loop is, and what changed lately: the page for a first glance. */
export const overview = defineView({
  input: z.object({}),
  async load({ db, now }) {
    const [services, loop, changes] = await Promise.all([
      readHealth(db, now),
      readLoop(db, now),
      db.prisma.change.findMany({
        where: { at: { gte: new Date(now - 24 * hourMs) } },
        orderBy: { at: "desc" },
        take: 8,
        select: {
          id: true,
          kind: true,
          service: true,
          title: true,
          author: true,
          at: true,
          status: true,
          source: true,
        },
      }),
    ]);
    const suspects = await db.prisma.suspect.findMany({
      where: {
        kind: "change",
        ref: { in: changes.map((c) => c.id) },
        rank: 1,
        veto: null,
        state: { in: ["suspect", "confirmed"] },
      },
      select: { ref: true, situationId: true },
    });
    return {
      at: now,
      services,
      loop,
      changes: changes.map((c) => ({
        ...c,
        at: c.at.getTime(),
        accusedIn: suspects.find((s) => s.ref === c.id)?.situationId ?? null,
      })),
    };
  },
});

async function readHealth(db: Db, now: number) {
  const range = { from: now - hourMs, to: now };
  const [series, anomalies, situations] = await Promise.all([
    db.prisma.series.findMany({
      where: { metric: { in: [...signals] }, service: { not: null } },
      select: { id: true, metric: true, service: true },
      orderBy: { service: "asc" },
      take: 3 * 200,
    }),
    db.prisma.anomaly.findMany({
      where: { endedAt: null, muted: null, service: { not: null } },
      select: { service: true, level: true, metric: true },
    }),
    db.prisma.situation.findMany({
      where: { status: { in: ["open", "acknowledged"] } },
      select: { id: true, services: true },
      orderBy: { openedAt: "desc" },
    }),
  ]);
  const p95Ids = series.filter((s) => s.metric === golden.p95).map((s) => s.id);
  const [last, sparks] = await Promise.all([
    readLast(
      db,
      series.map((s) => s.id),
      { from: now - lastMs, to: now },
    ),
    readDownsampled(db.pool, p95Ids, range.from, range.to, 120),
  ]);
  return [...new Set(series.map((s) => s.service as string))].map((service) => {
    const idOf = (metric: string) =>
      series.find((s) => s.service === service && s.metric === metric)?.id ?? -1;
    const value = (metric: string) => last.get(idOf(metric))?.value ?? null;
    const mine = anomalies.filter((a) => a.service === service);
    const worst = mine.some((a) => a.level === "STRONG")
      ? ("strong" as const)
      : mine.length > 0
        ? ("weak" as const)
        : value(golden.requests) === null
          ? ("silent" as const)
          : ("good" as const);
    return {
      service,
      state: worst,
      odd: [...new Set(mine.map((a) => a.metric))],
      situationId: situations.find((s) => s.services.includes(service))?.id ?? null,
      requests: value(golden.requests),
      errors: value(golden.errors),
      p95: value(golden.p95),
      spark: sparkValues(sparks.get(idOf(golden.p95)), { ...range, count: sparkCount }),
    };
  });
}

/** Medians of the last days, as Reports has them. */
async function readLoop(db: Db, now: number) {
  const { situations, median } = await loadMeasures(db.prisma, {
    fromMs: now - loopDays * 24 * hourMs,
    toMs: now + 1,
  });
  const latest = situations[0];
  return {
    days: loopDays,
    situations: situations.length,
    latest: latest ? situationName(latest.id) : null,
    detectMs: median.detectMs,
    knowMs: median.knowMs,
    recoverMs: median.resolveMs,
  };
}
