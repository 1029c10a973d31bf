import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { labelAnomaly, undoAnomalyLabel } from "@/lib/detect/label-verbs";
import { counts } from "@/lib/detect/model";
import { preview } from "@/lib/detect/preview";
import { noTuning } from "@/lib/detect/tuning";
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
let series = 0;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  [series = 0] = await upsertSeries(fresh.db.pool, [{ metric: "m", tags: {} }]);
});
afterAll(() => fresh.drop());

async function send(values: readonly number[], from: number): Promise<void> {
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
async function until(look: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await look()); ) {
    if (Date.now() > end) throw new Error("it did not come");
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
const found = () =>
  fresh.db.prisma.anomaly.findMany({
    orderBy: { startedAt: "asc" },
    select: { id: true, points: true, startedAt: true },
  });
const judgedUpTo = (i: number) => async () => {
  const state = await fresh.db.prisma.detectorState.findFirst({});
  return (state?.upTo.getTime() ?? 0) >= at(i);
};

test("a label set while the worker runs changes what it raises next, and taking it back does too", async () => {
  const by = { db: fresh.db, actor: editor, now };
  const settings = {
    algorithm: "constant-threshold",
    params: { weakUpper: 10 },
    counts: counts.parse({ closeAfter: 1 }),
    target: "metric = m",
  };
  await perform(createDetector, by, { title: "Limit", settings, note: "" });
  const role = await startDetect(
    {
      db: fresh.db,
      log: createLog("detect", "silent"),
      env: readEnv({ DATABASE_URL: fresh.url }),
      now: () => now + 86_400_000,
    },
    { checkpointMs: 100 },
  );
  const values = [1, 15, 1, 1];
  let probe = 100;
  try {
    await send(values, 0);
    await until(async () => (await found()).length === 1);
    const [first] = await found();
    const anomalyId = first?.id ?? "";
    await perform(labelAnomaly, by, {
      anomalyId,
      rule: { kind: "false-alarm", direction: "above", bar: 6 },
    });
    // A second small one is silent, a larger one is not; the label takes effect between the two looks
    while ((await settled()) !== "tuned");
    const quiet = (await found()).length;
    await send([1, 15, 1, 40, 1], 400);
    await until(async () => (await found()).length === quiet + 1);
    expect((await found()).at(-1)?.startedAt.getTime()).toBe(at(403));
    await until(judgedUpTo(404));
    // The same values through the preview with the same tuning find the same
    const replayed = preview({
      settings,
      points: { times: [400, 401, 402, 403, 404].map(at), values: [1, 15, 1, 40, 1] },
      tuning: { ...noTuning, barAbove: 6 },
    });
    expect(replayed.anomalies.map((a) => a.startedAt)).toEqual([at(403)]);
    await perform(undoAnomalyLabel, by, { anomalyId });
    const before = (await found()).length;
    for (let i = 500; (await found()).length === before; i += 4) {
      await send(values, i);
      await until(judgedUpTo(i + 3));
    }
    expect((await found()).at(-1)?.points).toBe(1);
  } finally {
    await role.stop();
  }

  /** Whether the worker has taken the label up: a small deviation that it has judged opened nothing. */
  async function settled(): Promise<"tuned" | "not yet"> {
    const before = (await found()).length;
    probe += 4;
    await send(values, probe);
    await until(judgedUpTo(probe + 3));
    return (await found()).length === before ? "tuned" : "not yet";
  }
});
