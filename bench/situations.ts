// How long the list of situations and one situation take to read at 10,000 situations and 100,000 anomalies.
//   npm run bench:situations -- [--runs 100] [--json]    (DATABASE_URL of any server; it makes a database of its own)
// Twice: most of them long resolved, and all of them within the last day. The reads are the pages' own views.
import { writeFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { freshDatabase } from "@/lib/db/fresh-database";
import { quantile } from "@/lib/timeline/measures";
import { situation } from "@/lib/views/situation";
import { situations } from "@/lib/views/situations";
import { machine, today } from "./machine";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "100" }, json: { type: "boolean", default: false } },
});
const runs = Number(values.runs);
const now = Date.UTC(2026, 10, 22, 12);
const count = 10_000;
const actor = { kind: "user", id: "u", name: "Bench", role: "viewer" } as const;

/** `days` over which the situations are spread; the newest two hundred are open. */
async function seed(pool: import("pg").Pool, days: number): Promise<void> {
  const at = `to_timestamp(${now / 1000}) AT TIME ZONE 'UTC'`;
  const opened = `${at} - (g * interval '1 second' * ${(days * 86_400) / count})`;
  await pool.query(`
    INSERT INTO services (name, kind) SELECT 'svc-' || g, 'instrumented' FROM generate_series(0, 99) g;
    INSERT INTO detectors (id, title, managed, "liveVersion") VALUES ('d', 'd', 'auto', 1);
    INSERT INTO series (key, metric, tags, service) SELECT 'm' || g, 'service.errors', '{}', 'svc-' || (g % 100) FROM generate_series(1, 300) g;
    INSERT INTO situations (title, status, severity, step, "onsetAt", "openedAt", "resolvedAt", resolution, services, impact)
      SELECT 'svc-' || (g % 100) || ' errors on 3 services', CASE WHEN g < 200 THEN 'open' ELSE 'resolved' END,
        (ARRAY['critical', 'high', 'low'])[1 + g % 3], CASE WHEN g < 200 THEN 'decide' ELSE 'done' END,
        ${opened}, ${opened}, CASE WHEN g < 200 THEN NULL ELSE ${opened} + interval '10 minutes' END,
        CASE WHEN g < 200 THEN NULL ELSE 'recovered' END,
        ARRAY['svc-' || (g % 100), 'svc-' || ((g + 7) % 100), 'svc-' || ((g + 13) % 100)],
        '{"entry": "svc-1", "failingRatio": 0.1, "usualRatio": 0.01, "requestsLost": 100}'
      FROM generate_series(0, ${count - 1}) g;
    INSERT INTO anomalies (id, "seriesId", "detectorId", "detectorVersion", service, metric, level, direction, "startedAt", "lastAt", "endedAt", points, "peakAt", "peakValue", "peakExpected", "peakScore")
      SELECT 'a' || s.id || '-' || k, 1 + (s.id * 7 + k) % 300, 'd', 1, s.services[1 + k % 3], 'service.errors', 'STRONG', 'above',
        s."onsetAt" + k * interval '10 seconds', s."onsetAt" + interval '5 minutes', s."resolvedAt", 30, s."onsetAt", 0.3, 0.01, 9
      FROM situations s, generate_series(0, 9) k;
    INSERT INTO situation_anomalies ("situationId", "anomalyId", why, "addedAt")
      SELECT s.id, 'a' || s.id || '-' || k, '[{"reason": "time", "says": "Began 10 s after svc-1 (service.errors)", "weight": 0.94}]', s."onsetAt" FROM situations s, generate_series(0, 9) k;
    INSERT INTO suspects (id, "situationId", kind, ref, service, title, score, rank, state, evidence, "updatedAt")
      SELECT 'x' || s.id || '-' || k, s.id, 'service', 'svc-' || k, 'svc-' || k, 'svc-' || k, 0.8 - k * 0.1, k, 'suspect', '[]', s."onsetAt" FROM situations s, generate_series(0, 4) k;
    INSERT INTO timeline_events ("situationId", at, room, kind, says, actor)
      SELECT s.id, s."onsetAt", 'situate', 'situation-opened', 'opened', '{"kind": "worker", "id": "situate", "name": "situate"}' FROM situations s, generate_series(0, 5) k;
    ANALYZE;`);
}

async function time(read: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  await read();
  const took: number[] = [];
  for (let i = 0; i < runs; i++) {
    const began = performance.now();
    JSON.stringify(await read());
    took.push(performance.now() - began);
  }
  const of = (q: number) => Math.round((quantile(took, q) ?? 0) * 10) / 10;
  return { p50: of(0.5), p95: of(0.95) };
}

const result: Record<string, unknown> = {};
for (const [name, days] of [
  ["spread over 60 days", 60],
  ["all within one day", 0.9],
] as const) {
  const fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  try {
    await seed(fresh.db.pool, days);
    const ctx = { db: fresh.db, actor, now };
    const { rows } = await situations.load(ctx, { resolvedDays: 1 });
    result[name] = {
      shown: rows.length,
      listMs: await time(() => situations.load(ctx, { resolvedDays: 1 })),
      monthMs: await time(() => situations.load(ctx, { resolvedDays: 30 })),
      detailMs: await time(() => situation.load(ctx, { id: rows[0]?.id ?? 1 })),
    };
  } finally {
    await fresh.drop();
  }
}
const report = {
  date: today(),
  machine: machine(),
  load1m: Number((os.loadavg()[0] ?? 0).toFixed(2)),
  situations: count,
  anomalies: 10 * count,
  runs,
  ...result,
};
if (values.json) console.log(JSON.stringify(report));
else {
  console.log(JSON.stringify(report, null, 2));
  writeFileSync(`bench/results/situations-${today()}.json`, `${JSON.stringify(report, null, 2)}\n`);
}
