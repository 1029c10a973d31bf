import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { counts, type DetectorSettings } from "@/lib/detect/model";
import {
  endShadowRun,
  promoteShadowRun,
  shadowDetector,
  trustDetector,
} from "@/lib/detect/trial-verbs";
import { createDetector } from "@/lib/detect/verbs";
import { readEnv } from "@/lib/env";
import { appendSamples } from "@/lib/ingest/accept-store";
import { upsertSeries } from "@/lib/ingest/series-store";
import { createLog } from "@/lib/log";
import type { Actor } from "@/lib/people/model";
import { sampleWriter } from "@/lib/samples/store";
import { postgresStream } from "@/lib/stream/postgres";
import { perform } from "@/lib/verb";
import { startDetect } from "./detect";

vi.setConfig({ testTimeout: 60_000 });

const now = Date.UTC(2026, 10, 22, 12);
const editor: Actor = { kind: "user", id: "u", name: "Mira", role: "editor" };
const at = (i: number) => now + i * 10_000;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());

/** The worker's clock */
let clock = now;
const worker = () =>
  startDetect(
    {
      db: fresh.db,
      log: createLog("detect", "silent"),
      env: readEnv({ DATABASE_URL: fresh.url }),
      now: () => clock,
    },
    { checkpointMs: 100 },
  );
const by = () => ({ db: fresh.db, actor: editor, now: clock });

async function send(series: number, values: readonly number[], from: number): Promise<void> {
  const { db } = fresh;
  const tx = await db.pool.connect();
  await tx.query("BEGIN");
  await appendSamples(
    { stream: postgresStream(db), samples: sampleWriter(db.pool) },
    tx,
    {
      ids: new Int32Array(values.length).fill(series),
      times: Float64Array.from(values, (_, i) => at(from + i)),
      values: Float64Array.from(values),
    },
    at(from),
  );
  await tx.query("COMMIT");
  tx.release();
}
async function until<T>(look: () => Promise<T | null | undefined | false | 0>): Promise<T> {
  for (const end = Date.now() + 30_000; ; ) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error("it did not come");
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
const limits = (metric: string, weakUpper: number): DetectorSettings => ({
  algorithm: "constant-threshold",
  params: { weakUpper, strongUpper: 10 * weakUpper },
  counts: counts.parse({ closeAfter: 1 }),
  target: `metric = ${metric}`,
});
const newSeries = async (metric: string) =>
  (await upsertSeries(fresh.db.pool, [{ metric, tags: {} }]))[0] ?? 0;
const live = (seriesId: number) =>
  fresh.db.prisma.anomaly.findMany({ where: { seriesId }, orderBy: { startedAt: "asc" } });
const shadow = (seriesId: number) =>
  fresh.db.prisma.shadowAnomaly.findMany({ where: { seriesId }, orderBy: { startedAt: "asc" } });
const starts = (list: { startedAt: Date }[]) =>
  list.map((a) => (a.startedAt.getTime() - now) / 10_000);

test("a shadow records apart beside the live version, survives a restart, and ends or goes live", async () => {
  const id = await newSeries("queue");
  const made = await perform(createDetector, by(), {
    title: "Queue",
    settings: limits("queue", 10),
    trusted: true,
  });
  let role = await worker();
  try {
    await send(id, [1, 1, 20, 1], 0);
    await until(async () => (await live(id))[0]?.endedAt);
    const begun = await perform(shadowDetector, by(), {
      id: made.id,
      version: 1,
      settings: limits("queue", 5),
      note: "Lower",
    });
    expect(begun).toMatchObject({ version: 2, hours: 24 });
    // Its first point makes it learn; the following ones it judges
    await send(id, [1], 4);
    await until(() => fresh.db.prisma.shadowState.count({ where: { version: 2 } }));
    await send(id, [7, 1, 30, 1], 5);
    await until(async () => (await shadow(id))[1]?.endedAt);
    expect(starts(await live(id))).toEqual([2, 7]);
    expect(starts(await shadow(id))).toEqual([5, 7]);

    await role.stop();
    role = await worker();
    await send(id, [1, 8, 1, 1], 9);
    await until(async () => (await shadow(id))[2]?.endedAt);
    expect(starts(await live(id))).toEqual([2, 7]);
    expect(starts(await shadow(id))).toEqual([5, 7, 10]);
    expect((await shadow(id)).map((a) => a.detectorVersion)).toEqual([2, 2, 2]);

    await perform(promoteShadowRun, by(), { id: made.id, version: 1 });
    await until(() => fresh.db.prisma.detectorState.count({ where: { version: 2 } }));
    await send(id, [6, 1], 13);
    await until(async () => (await live(id))[2]?.endedAt);
    expect(starts(await live(id))).toEqual([2, 7, 13]);
    expect(await fresh.db.prisma.shadowState.count()).toBe(0);
    expect(await shadow(id)).toHaveLength(3);
  } finally {
    await role.stop();
  }
});

test("a shadow ends by itself when its time is over, and what it found stays until it is decided on", async () => {
  const id = await newSeries("timed");
  const made = await perform(createDetector, by(), {
    title: "Timed",
    settings: limits("timed", 10),
    trusted: true,
  });
  await perform(shadowDetector, by(), {
    id: made.id,
    version: 1,
    settings: limits("timed", 5),
    hours: 1,
  });
  const role = await worker();
  try {
    await send(id, [1, 7, 7], 0);
    await until(async () => (await shadow(id)).length);
    clock = now + 2 * 3_600_000;
    // The next look at the definitions finds its time over and ends what it had open
    await until(async () => (await shadow(id))[0]?.endedAt);
    expect(await fresh.db.prisma.shadowState.count({ where: { seriesId: id } })).toBe(0);
    const kept = await fresh.db.prisma.detector.findUniqueOrThrow({ where: { id: made.id } });
    expect([kept.shadowVersion, kept.liveVersion]).toEqual([2, 1]);
    await perform(endShadowRun, by(), { id: made.id });
    await expect(perform(endShadowRun, by(), { id: made.id })).rejects.toThrow("No shadow runs");
  } finally {
    clock = now;
    await role.stop();
  }
});

test("what an untrusted detector finds is recorded muted with the reason, and counts once it is trusted", async () => {
  const id = await newSeries("novel");
  const made = await perform(createDetector, by(), {
    title: "Novel",
    settings: limits("novel", 5),
  });
  const role = await worker();
  try {
    await send(id, [1, 9, 1], 0);
    const [first] = await until(async () => {
      const all = await live(id);
      return all[0]?.endedAt && all;
    });
    expect(first?.muted).toBe("Not trusted: It is new");
    await perform(trustDetector, by(), { id: made.id, trusted: true });
    for (let i = 3; (await live(id)).every((a) => a.muted !== null); i += 2) {
      if (i > 2000) throw new Error("trust was not taken up");
      await send(id, [9, 1], i);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await perform(trustDetector, by(), { id: made.id, trusted: false, why: "too noisy" });
    const row = await fresh.db.prisma.detector.findUniqueOrThrow({ where: { id: made.id } });
    expect([row.untrusted, row.untrustedWhy]).toEqual(["marked", "Mira: too noisy"]);
  } finally {
    await role.stop();
  }
});

test("readiness says from the worker's own state who learns, who judges, and who cannot", async () => {
  const [fast, slow] = [await newSeries("fast"), await newSeries("slow")];
  await perform(createDetector, by(), { title: "Fast", settings: limits("fast", 5) });
  await perform(createDetector, by(), {
    title: "Slow",
    settings: { ...limits("slow", 5), algorithm: "ewma", params: { warmUp: 40 } },
  });
  clock = now + 86_400_000;
  await perform(createDetector, by(), { title: "Broken", settings: limits("broken", 5) });
  await fresh.db.prisma.detectorVersion.updateMany({
    where: { detectorId: "broken" },
    data: { params: { weakUpper: "high" } },
  });
  const role = await worker();
  const of = (seriesId: number) =>
    fresh.db.prisma.detectorReadiness.findFirst({ where: { seriesId } });
  try {
    await send(fast, [1, 2, 1], 0);
    await send(
      slow,
      Array.from({ length: 11 }, (_, i) => i),
      0,
    );
    await until(async () => (await of(fast))?.state === "ready");
    const learning = await until(async () => {
      const found = await of(slow);
      return found?.why?.startsWith("11 of 40") && found;
    });
    expect(learning.state).toBe("learning");
    expect(learning.share).toBeCloseTo(11 / 40);
    expect(learning.etaAt?.getTime()).toBe(at(10) + 29 * 10_000);
    await send(
      slow,
      Array.from({ length: 40 }, (_, i) => 5 + (i % 3)),
      11,
    );
    await until(async () => (await of(slow))?.state === "ready");
    // Time has gone on for the other series only
    await send(slow, [5], 200);
    const silent = await until(async () => {
      const found = await of(fast);
      return found?.state === "degraded" && found;
    });
    expect(silent.why).toBe("No point comes any more; usually one came every 10 s");
    const broken = await fresh.db.prisma.detector.findUniqueOrThrow({ where: { id: "broken" } });
    expect(broken.problem).toContain("weakUpper");
  } finally {
    await role.stop();
  }
});
