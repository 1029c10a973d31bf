import { setTimeout as pause } from "node:timers/promises";
import { type Db, openDb } from "@/lib/db/client";
import { counts } from "@/lib/detect/model";
import { insertDetector } from "@/lib/detect/store";
import { upsertSeries } from "@/lib/ingest/series-store";
import { readSamples } from "@/lib/samples/store";
import { bodyOf, clients, pack, write } from "./workload";

/** Probe series cross a fixed limit one by one; each time it is measured when the point can be read, and when it is judged. */
export async function latencies(db: Db, port: number) {
  const probes = 20;
  await db.prisma.$transaction((tx) =>
    insertDetector(tx, {
      id: "bench-probe",
      title: "Probe above its limit",
      settings: {
        algorithm: "constant-threshold",
        params: { strongUpper: 50 },
        counts: counts.parse({ direction: "above", closeAfter: 1 }),
        target: "metric = bench.probe",
      },
      managed: "user",
      note: "",
      author: "bench",
      now: Date.now(),
    }),
  );
  const defs = Array.from({ length: probes }, (_, i) => ({
    metric: "bench.probe",
    tags: { probe: String(i) },
  }));
  const ids = await upsertSeries(db.pool, defs);
  const send = (i: number, value: number, time: number) =>
    write(port, pack([{ ...(defs[i] ?? { metric: "", tags: {} }), samples: [[time, value]] }]));
  const reader = openDb(db.url, { max: 2, name: "bench reader" });
  const until = async (found: () => Promise<boolean>, limitMs: number) => {
    const from = performance.now();
    while (!(await found())) {
      if (performance.now() - from > limitMs) throw new Error("a probe was not seen in time");
      await pause(1);
    }
  };
  const judged = async (id: number, time: number) =>
    (
      await reader.pool.query(
        `SELECT FROM anomalies WHERE "seriesId" = $1 AND "startedAt" = $2::timestamp`,
        [id, new Date(time).toISOString()],
      )
    ).rowCount === 1;

  // The detector takes the probes up with their first anomaly.
  for (let i = 0; i < probes; i++) {
    const time = Date.now();
    await send(i, 100, time);
    await until(() => judged(ids[i] ?? 0, time), 60_000);
    await send(i, 1, Date.now() + 1);
  }
  let loading = true;
  let round = 0;
  const load = (async () => {
    while (loading) {
      for (let c = 0; c < clients && loading; c++) {
        await write(port, bodyOf(c, round, Date.now()));
        await pause(150);
      }
      round++;
    }
  })();
  const chartable: number[] = [];
  const verdict: number[] = [];
  for (let k = 0; k < 10 * probes; k++) {
    const i = k % probes;
    const id = ids[i] ?? 0;
    const time = Date.now();
    const sent = performance.now();
    const answered = send(i, 100, time);
    await Promise.all([
      answered,
      until(async () => {
        const points = await readSamples(reader.pool, [id], time, time + 1);
        return (points.get(id)?.times.length ?? 0) > 0;
      }, 30_000).then(() => chartable.push(performance.now() - sent)),
      until(() => judged(id, time), 30_000).then(() => verdict.push(performance.now() - sent)),
    ]);
    await send(i, 1, Date.now() + 1);
    await pause(20);
  }
  loading = false;
  await load;
  await reader.close();
  return { chartable, verdict };
}
